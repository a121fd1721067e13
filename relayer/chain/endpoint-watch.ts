import type { Logger } from "pino";
import type { Hex } from "viem";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { type ChainReader, chainReader } from "./chain-reader.ts";
import { checkChain } from "./check-chain.ts";
import type { Aside, Endpoint } from "./failover.ts";

export type EndpointWatchOptions = {
  readonly deployment: Deployment;
  readonly confirmations: number;
  /** An endpoint more blocks than this behind the best one is put aside. */
  readonly lagBlocks: number;
  readonly everyMs: number;
  readonly log: Logger;
};

export type EndpointWatch = {
  /** Up to which block the chain is final if its head is at `head`: never past the last block that all agreed on. */
  readonly finalHeight: (head: number) => number;
  /** Which endpoints disagree, and nobody can tell who is right. */
  readonly dispute: () => string | undefined;
  /** Which are put aside, and why. */
  readonly asides: () => string[];
  readonly stop: () => Promise<void>;
};

type Watched = { readonly endpoint: Endpoint; readonly chain: ChainReader };

/**
 * Compare the endpoints of the chain, at once and then again and again: each must be of the deployment's chain, keep up
 * with the others, and have the same block where blocks are final. Most of them are believed; where there is no majority
 * nothing more becomes final until they agree.
 * @throws MillraceError if no endpoint is of this chain; RpcError if none answers
 */
export async function watchEndpoints(
  endpoints: readonly Endpoint[],
  { deployment, confirmations, lagBlocks, everyMs, log }: EndpointWatchOptions,
): Promise<EndpointWatch> {
  const watched = endpoints.map((endpoint): Watched => ({ endpoint, chain: chainReader(endpoint.rpc) }));
  let dispute: string | undefined;
  let agreedHeight = -1;

  const put = (endpoint: Endpoint, aside: Aside | undefined): void => {
    if (endpoint.aside?.kind !== aside?.kind) {
      if (aside === undefined) log.info({ endpoint: endpoint.name }, "an endpoint is taken back");
      else log.warn({ endpoint: endpoint.name, reason: aside.reason }, `an endpoint is put aside: ${aside.kind}`);
    }
    endpoint.aside = aside;
  };

  const checkOne = async ({ endpoint, chain }: Watched): Promise<unknown> => {
    if (endpoint.aside?.kind !== "unchecked" && endpoint.aside?.kind !== "wrong") return undefined;
    try {
      await checkChain(chain, deployment);
      put(endpoint, undefined);
      return undefined;
    } catch (error) {
      const isWrong = error instanceof MillraceError;
      const reason = isWrong ? `${error.message} Found ${error.found}.` : String((error as Error).message);
      put(endpoint, { kind: isWrong ? "wrong" : "unchecked", reason });
      return error;
    }
  };

  const headsOf = async (): Promise<{ readonly each: Watched; readonly head: number }[]> => {
    const checked = watched.filter(({ endpoint: { aside } }) => aside?.kind !== "unchecked" && aside?.kind !== "wrong");
    const heads = await Promise.all(
      checked.map(async (each) => ({ each, head: (await each.chain.latestBlock().catch(() => null))?.number })),
    );
    return heads.flatMap(({ each, head }) => (head === undefined ? [] : [{ each, head }]));
  };

  const compare = async (): Promise<void> => {
    const heads = await headsOf();
    const best = Math.max(...heads.map(({ head }) => head));
    const fresh = heads.filter(({ head }) => head >= best - lagBlocks);
    for (const { each, head } of heads) {
      if (head < best - lagBlocks) {
        put(each.endpoint, { kind: "stale", reason: `${best - head} blocks behind the best` });
      } else if (each.endpoint.aside?.kind === "stale") put(each.endpoint, undefined);
    }
    const height = Math.min(...fresh.map(({ head }) => head)) - confirmations;
    if (fresh.length > 0 && height >= 0)
      await compareAt(
        height,
        fresh.map(({ each }) => each),
      );
  };

  const compareAt = async (height: number, fresh: readonly Watched[]): Promise<void> => {
    const votes = new Map<Hex, Watched[]>();
    for (const each of fresh) {
      const hash = (await each.chain.block(height).catch(() => null))?.hash;
      if (hash !== undefined) votes.set(hash, [...(votes.get(hash) ?? []), each]);
    }
    const total = [...votes.values()].flat().length;
    const majority = [...votes.values()].find((group) => group.length * 2 > total);
    if (votes.size > 0 && majority === undefined) {
      const sides = [...votes].map(
        ([hash, group]) => `${group.map(({ endpoint }) => endpoint.name).join(", ")}: ${hash}`,
      );
      dispute = `the endpoints disagree on block ${height}: ${sides.join("; ")}`;
      log.error({ height }, dispute);
      return;
    }
    for (const group of votes.values()) {
      for (const { endpoint } of group) {
        const isMinority = group !== majority;
        put(endpoint, isMinority ? { kind: "differs", reason: `another block ${height} than most have` } : undefined);
      }
    }
    if (majority === undefined) return;
    dispute = undefined;
    agreedHeight = height;
  };

  const failures = await Promise.all(watched.map(checkOne));
  if (failures.every((failure) => failure !== undefined)) {
    throw failures.find((failure) => failure instanceof MillraceError) ?? failures[0];
  }
  const round = async (): Promise<void> => {
    await Promise.all(watched.map(checkOne));
    await compare();
  };
  let running = endpoints.length > 1 ? round() : Promise.resolve();
  await running;
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning || endpoints.length === 1) return;
    isRunning = true;
    running = round()
      .catch((error: Error) => log.warn({ error: error.message }, "the endpoints could not be compared"))
      .finally(() => {
        isRunning = false;
      });
  }, everyMs);

  return {
    finalHeight: (head) =>
      dispute === undefined ? head - confirmations : Math.min(head - confirmations, agreedHeight),
    dispute: () => dispute,
    asides: () =>
      endpoints.flatMap(({ name, aside }) => (aside === undefined ? [] : [`${name} (${aside.kind}): ${aside.reason}`])),
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
