import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Hex } from "viem";
import { type Child, projectRoot, startChild } from "./child.ts";
import type { Lifetime } from "./lifetime.ts";
import { freePort } from "./port.ts";
import { waitFor } from "./wait.ts";

/** The relayer, in a process of its own, which can be killed and started again on the same data. */
export type RelayerProcess = {
  readonly url: string;
  readonly child: () => Child;
  /** SIGKILL, then a new process on the same data; resolves when that one answers. */
  readonly crash: () => Promise<void>;
  /** Whether it has ended though nobody killed it. */
  readonly hasEnded: () => boolean;
  /** How often it was killed and came back. */
  readonly crashes: () => number;
};

export type RelayerPlace = {
  readonly directory: string;
  /** Asked for at every start. */
  readonly rpcUrl: () => string;
  readonly deploymentFile: string;
  readonly key: Hex;
  readonly mayOutlive: boolean;
  /** At whose end it stops, also while it is starting. */
  readonly lifetime: Lifetime;
};

/** Start it on a free port of 127.0.0.1 with a database in `directory`, and wait until it is ready. */
export async function startRelayer(place: RelayerPlace): Promise<RelayerProcess> {
  const { directory, mayOutlive } = place;
  const port = await freePort();
  const keyFile = path.join(directory, "relayer.key");
  const readyFile = path.join(directory, "relayer.ready.json");
  await writeFile(keyFile, place.key, { mode: 0o600 });
  const settings = {
    MILLRACE_DEPLOYMENT: place.deploymentFile,
    MILLRACE_DATA_DIR: path.join(directory, "relayer"),
    MILLRACE_KEY_FILE: keyFile,
    MILLRACE_PORT: String(port),
    MILLRACE_READY_FILE: readyFile,
    // A market of an hour is replayed in seconds, and so is the relayer's sense of time.
    MILLRACE_POLL_MS: "100",
    MILLRACE_CONFIRMATIONS: "2",
    MILLRACE_BATCH_AGE_SECONDS: "3",
    // All of the market sends from one address.
    MILLRACE_SENDER_RATE: "0",
  };
  const spawnOne = (): Child =>
    startChild({
      name: "the relayer",
      args: ["--import", "tsx", path.join(projectRoot, "relayer/main.ts")],
      env: { ...settings, MILLRACE_RPC_URL: place.rpcUrl() },
      logFile: path.join(directory, "relayer.log"),
      mayOutlive,
    });
  const untilReady = async (): Promise<void> => {
    const isReady = async (): Promise<true | undefined> => {
      if (child.ended() !== undefined) throw new Error(`The relayer ended with ${child.ended()}.\n${child.tail()}`);
      return (await exists(readyFile)) ? true : undefined;
    };
    await waitFor(isReady, { what: "the relayer", timeoutMs: 240_000, everyMs: 20, hint: child.tail });
  };

  let child = spawnOne();
  place.lifetime.onEnd(() => child.stop());
  await untilReady();
  let crashes = 0;
  let isKilled = false;
  return {
    url: `http://127.0.0.1:${port}`,
    child: () => child,
    hasEnded: () => !isKilled && child.ended() !== undefined,
    crashes: () => crashes,
    crash: async () => {
      isKilled = true;
      await child.kill();
      await rm(readyFile);
      child = spawnOne();
      isKilled = false;
      await untilReady();
      crashes += 1;
    },
  };
}

async function exists(file: string): Promise<boolean> {
  return readFile(file, "utf8").then(
    (text) => text.trim() !== "",
    () => false,
  );
}
