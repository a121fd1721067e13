import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { BootError } from "./error.mjs";

/**
 * Runs the user's own npm, so that its registry, proxy and cache settings hold, and resolves when it is
 * done. Its complaints go to standard error.
 *
 * @param {object} call
 * @param {string} call.node the Node that runs npm and the scripts of the packages
 * @param {string} call.cwd the folder to run in
 * @param {string[]} call.args npm's arguments
 * @throws {BootError} when npm cannot be started or fails
 */
export function npm({ node, cwd, args }) {
  const cli = npmCli();
  const command = cli === undefined ? "npm" : node;
  const child = spawn(command, cli === undefined ? args : [cli, ...args], {
    cwd,
    env: environment(node),
    shell: cli === undefined && process.platform === "win32",
    stdio: ["ignore", "ignore", process.stderr],
  });
  // The terminal sends Ctrl-C to npm too; for signals sent to this process alone it is passed on here.
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new BootError(`npm could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      process.off("exit", stop);
      if (code === 0) resolve();
      else
        reject(new BootError(`"npm ${args[0]}" ended with ${signal ?? `exit code ${code}`}; its own words are above`));
    });
  });
}

/** npm's JavaScript: the one that started us, or the one that came with the running Node. */
function npmCli() {
  const bin = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    path.join(bin, "node_modules/npm/bin/npm-cli.js"),
    path.join(bin, "../lib/node_modules/npm/bin/npm-cli.js"),
  ];
  return candidates.find((file) => path.basename(file) === "npm-cli.js" && fs.existsSync(file));
}

/** Children must find the given Node first, and NODE_ENV=production must not leave packages out. */
function environment(node) {
  const { NODE_ENV: _, ...rest } = process.env;
  return withNodeFirst(rest, node);
}

/** `env` with the folder of `node` at the head of the search path, whatever its name's case is. */
export function withNodeFirst(env, node) {
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return { ...env, [key]: [path.dirname(node), env[key] ?? ""].join(path.delimiter) };
}
