import { type LocalChain, startLocalChain } from "./local-chain.ts";
import { createMarket, type Market } from "./market.ts";
import { startPostgres, type TestPostgres } from "./postgres.ts";
import {
  type RelayerHome,
  type RelayerProcess,
  relayerHome,
  startRelayerHere,
  startRelayerProcess,
} from "./relayer-process.ts";

/** A chain, a market on it, and relayers that end with the test. */
export type World = {
  readonly chain: LocalChain;
  readonly market: Market;
  /** A home with a key of its own that has gas money. */
  readonly home: (overrides?: Readonly<Record<string, string>>) => Promise<RelayerHome>;
  /** A process of its own, which can be killed. */
  readonly start: (home: RelayerHome, more?: Readonly<Record<string, string>>) => Promise<RelayerProcess>;
  /** The same relayer inside this process, in a fresh home. */
  readonly relayer: (overrides?: Readonly<Record<string, string>>) => Promise<Pick<RelayerProcess, "url" | "stop">>;
};

/**
 * Set a world up for the tests of a `describe`; relayers are stopped after each test. Homes have a database of their own
 * on one real server, or an embedded one, which takes seconds to make.
 */
export function useWorld({ database = "server" }: { readonly database?: "server" | "embedded" } = {}): World {
  let postgres: TestPostgres | undefined;
  let chain: LocalChain | undefined;
  let market: Market | undefined;
  let running: { stop: () => Promise<unknown> }[] = [];

  before(async () => {
    chain = await startLocalChain();
    market = await createMarket(chain);
    if (database === "server") postgres = await startPostgres();
  });
  afterEach(async () => {
    await Promise.all(running.map((relayer) => relayer.stop()));
    running = [];
  });
  after(async () => {
    await postgres?.stop();
    await chain?.stop();
  });

  const need = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("The world is not set up yet.");
    return part;
  };
  const home: World["home"] = async (overrides) => {
    const place = postgres === undefined ? {} : { MILLRACE_DATABASE_URL: await postgres.newDatabase() };
    return relayerHome(need(chain), (await need(market).funded()).key, { ...place, ...overrides });
  };
  const start: World["start"] = async (place, more) => {
    const relayer = await startRelayerProcess(place, more);
    running.push(relayer);
    return relayer;
  };
  const relayer: World["relayer"] = async (overrides) => {
    const started = await startRelayerHere(await home(overrides));
    running.push(started);
    return started;
  };
  return {
    get chain() {
      return need(chain);
    },
    get market() {
      return need(market);
    },
    home,
    start,
    relayer,
  };
}
