import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A small project with the launcher and an npm that notes its calls and installs two packages of a line each. */
export type Project = {
  readonly root: string;
  readonly start: (args: readonly string[], env?: Record<string, string>) => Run;
  /** The arguments of every call of npm. */
  readonly npmCalls: () => Promise<string[]>;
  readonly write: (name: string, text: string) => Promise<void>;
};

export type Run = {
  readonly child: ChildProcess;
  /** Resolves when standard output holds `text`. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<Ending>;
};

export type Ending = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

const NPM = `
import fs from "node:fs";
const [command] = process.argv.slice(2);
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
console.log("noise on standard output");
await new Promise((resolve) => setTimeout(resolve, Number(process.env.NPM_TAKES_MS ?? 300)));
if (process.env.NPM_FAILS) process.exit(7);
const edr = "node_modules/@nomicfoundation/edr";
fs.mkdirSync(edr, { recursive: true });
fs.writeFileSync(edr + "/index.js", process.env.NO_NATIVE ? 'throw new Error("no native part")' : "");
fs.mkdirSync("node_modules/greeter", { recursive: true });
fs.writeFileSync("node_modules/greeter/bin.mjs", 'console.log("hello " + process.argv.slice(2).join(" "))');
fs.mkdirSync("node_modules/tsx/dist", { recursive: true });
fs.writeFileSync("node_modules/tsx/dist/loader.mjs", "");
fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
`;

const LOCK = {
  lockfileVersion: 3,
  packages: {
    "": { name: "small" },
    "node_modules/greeter": { version: "1.0.0", bin: { greet: "bin.mjs" } },
    "node_modules/@nomicfoundation/edr": { version: "0.0.1" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true, os: ["nowhere"] },
  },
};

export async function smallProject(engines = ">=18.0"): Promise<Project> {
  const root = await mkdtemp(path.join(tmpdir(), "millrace-boot-"));
  const write = (name: string, text: string) => writeFile(path.join(root, name), text);
  await cp("scripts/boot", path.join(root, "scripts/boot"), { recursive: true });
  await cp("scripts/boot.mjs", path.join(root, "scripts/boot.mjs"));
  await write("package.json", JSON.stringify({ name: "small", type: "module", engines: { node: engines } }));
  await write("package-lock.json", JSON.stringify(LOCK));
  await mkdir(path.join(root, "npm"));
  await write("npm/npm-cli.js", NPM);
  return {
    root,
    write,
    start: (args, env = {}) => start(root, args, env),
    npmCalls: async () => {
      const text = await readFile(path.join(root, "npm-calls"), "utf8").catch(() => "");
      return text.split("\n").filter(Boolean);
    },
  };
}

function start(root: string, args: readonly string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, ["scripts/boot.mjs", ...args], {
    cwd: root,
    // A group of its own, so that a test can signal the launcher together with all that it started.
    detached: true,
    env: { ...process.env, npm_execpath: path.join(root, "npm/npm-cli.js"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (part: string) => {
      text[name] += part;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ending>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, ...text }));
  });
  const says = (wanted: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (text.stdout.includes(wanted)) resolve();
      };
      listeners.add(look);
      look();
    });
  return { child, says, ended };
}
