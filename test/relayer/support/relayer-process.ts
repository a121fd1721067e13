import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import type { Hex } from "viem";
import { loadSettings } from "../../../relayer/config/load.ts";
import { startRelayer } from "../../../relayer/relayer.ts";
import type { LocalChain } from "./local-chain.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export const adminKey = "administration of the test";

/** The relayer in a process of its own, as an operator would run it. */
export type RelayerProcess = {
  readonly url: string;
  readonly sender: string;
  readonly pid: number;
  /** How it ended: a signal or an exit code. */
  readonly ended: Promise<string>;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<string>;
};

/** Settings of one relayer, used again when it is started again on the same data. */
export type RelayerHome = { readonly environment: Readonly<Record<string, string>> };

export class RelayerDidNotStart extends Error {
  readonly output: string;
  readonly how: string;
  constructor(how: string, output: string) {
    super(`The relayer ended with ${how} before it was ready:\n${output}`);
    this.how = how;
    this.output = output;
  }
}

export async function relayerHome(
  chain: LocalChain,
  key: Hex,
  overrides: Readonly<Record<string, string>> = {},
): Promise<RelayerHome> {
  const directory = await mkdtemp(path.join(chain.directory, "home-"));
  const keyFile = path.join(directory, "key");
  const adminKeyFile = path.join(directory, "admin");
  await writeFile(keyFile, key);
  await writeFile(adminKeyFile, adminKey);
  return {
    environment: {
      MILLRACE_RPC_URL: chain.url,
      MILLRACE_DEPLOYMENT: chain.deploymentFile,
      MILLRACE_DATA_DIR: path.join(directory, "data"),
      MILLRACE_KEY_FILE: keyFile,
      MILLRACE_ADMIN_KEY_FILE: adminKeyFile,
      MILLRACE_PORT: "0",
      MILLRACE_CONFIRMATIONS: "0",
      MILLRACE_POLL_MS: "50",
      MILLRACE_SENDER_RATE: "0",
      MILLRACE_LOG_LEVEL: "info",
      // Nothing that a busy machine delays is taken for lost, unless a test is about that.
      MILLRACE_RPC_TIMEOUT_MS: "60000",
      MILLRACE_REQUEST_TIMEOUT_MS: "60000",
      ...overrides,
    },
  };
}

/** Start it and wait until it answers. @throws RelayerDidNotStart */
export async function startRelayerProcess(
  home: RelayerHome,
  more: Readonly<Record<string, string>> = {},
): Promise<RelayerProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(root, "relayer/main.ts")], {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", ...home.environment, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const first = await Promise.race([firstLine(child), ended.then((how) => ({ how }))]);
  if (typeof first !== "string") throw new RelayerDidNotStart(first.how, errors);
  if (process.env.RELAYER_TEST_LOG) child.stderr.pipe(process.stderr);
  const { url, sender, pid } = JSON.parse(first) as { url: string; sender: string; pid: number };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    url,
    sender,
    pid,
    ended,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

/** The same relayer inside this process, where nothing needs to be killed: it starts at once. */
export async function startRelayerHere({ environment }: RelayerHome): Promise<Pick<RelayerProcess, "url" | "stop">> {
  const { url, stop } = await startRelayer(loadSettings(environment), pino({ level: "silent" }));
  let stopped: Promise<string> | undefined;
  return {
    url,
    stop: () => {
      stopped ??= stop().then(() => "stopped");
      return stopped;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
  });
}
