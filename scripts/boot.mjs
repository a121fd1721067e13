#!/usr/bin/env node
/**
 * The launcher behind every npm script. It makes sure that the project's Node and its packages are
 * there, then runs one tool under them and ends the way the tool ended.
 *
 *   node scripts/boot.mjs hardhat ARGS…     Hardhat's command line
 *   node scripts/boot.mjs run FILE ARGS…    a TypeScript or JavaScript file of this project
 *   node scripts/boot.mjs bin NAME ARGS…    the executable NAME of an installed package
 *   node scripts/boot.mjs ready             nothing: only make everything ready
 *
 * It has no dependencies and runs on any Node from 18 on. Everything it has to say goes to standard
 * error, so that `npm run --silent X -- --json` leaves one JSON object on standard output.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "./boot/child.mjs";
import { BootError } from "./boot/error.mjs";
import { ensureInstalled } from "./boot/install.mjs";
import { withLock } from "./boot/lock.mjs";
import { ensureNode } from "./boot/node.mjs";
import { nodeArguments } from "./boot/tool.mjs";

const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));
const log = (text) => process.stderr.write(`millrace: ${text}\n`);

/** The steps of making ready, each a no-op when its work is done; one process at a time does them. */
async function ready() {
  const lock = (work) => withLock(path.join(root, ".node"), log, work);
  const node = await ensureNode({ root, log, lock });
  await ensureInstalled({ root, log, lock, node });
  return node;
}

async function main([tool, ...args]) {
  const node = await ready();
  if (tool === "ready") return;
  await runChild(node.executable, nodeArguments(root, tool, args));
}

main(process.argv.slice(2)).catch((error) => {
  log(error instanceof BootError ? error.message : error.stack);
  process.exitCode = 1;
});
