import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A process that the demo started. Its output goes to a file, so that the demo's own stays readable. */
export type Child = {
  readonly pid: number;
  readonly name: string;
  /** Set once it has ended. */
  readonly ended: () => string | undefined;
  /** Resolves when it has ended, with how: an exit code or a signal. */
  readonly end: Promise<string>;
  /** Ask it to end, and make it end if it does not within five seconds. */
  readonly stop: () => Promise<void>;
  /** End it at once, without a word. */
  readonly kill: () => Promise<void>;
  /** Let it live on after this process. */
  readonly release: () => void;
  /** The last lines it wrote. */
  readonly tail: () => string;
};

export type ChildCommand = {
  readonly name: string;
  /** Arguments for Node, the script first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Whether it may outlive this process. If not, it ends even when this one is killed. */
  readonly mayOutlive: boolean;
};

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

const guard = new URL("../boot/guard.mjs", import.meta.url).href;
const patienceMs = 5_000;

/** Start Node with these arguments in a process group of its own, so that Ctrl-C reaches it only through the demo. */
export function startChild(command: ChildCommand): Child {
  const { name, args, env, logFile, mayOutlive } = command;
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, mayOutlive ? [...args] : ["--import", guard, ...args], {
    cwd: projectRoot,
    detached: true,
    env: { ...process.env, ...env },
    stdio: mayOutlive ? ["ignore", log, log] : ["ignore", log, log, "ipc"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started with ${process.execPath}.`);

  let how: string | undefined;
  const end = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      how = signal ?? `exit code ${code}`;
      resolve(how);
    });
  });
  const ask = (signal: NodeJS.Signals): void => {
    if (how === undefined) signalGroup(pid, signal);
  };
  return {
    pid,
    name,
    end,
    ended: () => how,
    kill: async () => {
      ask("SIGKILL");
      await end;
    },
    stop: async () => {
      ask("SIGTERM");
      const timer = setTimeout(() => ask("SIGKILL"), patienceMs);
      await end;
      clearTimeout(timer);
    },
    release: () => releaseChild(child),
    tail: () => readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n"),
  };
}

function releaseChild(child: ChildProcess): void {
  child.removeAllListeners("exit");
  child.unref();
}

/** The whole group, so that nothing that the process started stays behind. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
