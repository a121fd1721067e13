import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BootError } from "./error.mjs";
import { npm } from "./npm.mjs";

/**
 * Makes node_modules what package-lock.json says, under `node`. A stamp remembers the last install that
 * was seen to be good, so that the usual start costs a few milliseconds.
 *
 * @throws {BootError} when the install fails, or leaves out the native part of Hardhat's network
 */
export async function ensureInstalled({ root, log, lock, node }) {
  const wanted = stamp(root, node);
  const file = path.join(root, "node_modules", ".millrace-install");
  const isGood = () => isDeepStrictEqual(readStamp(file), wanted);
  if (isGood()) return;
  await lock(async () => {
    if (isGood()) return;
    const { for: installedFor = wanted.for } = readStamp(file) ?? {};
    // Somebody may have run npm by hand, and done it right.
    const isUsable = isDeepStrictEqual(installedFor, wanted.for) && matchesLock(root) && hasNative(root, node);
    if (!isUsable) await install(root, log, node);
    fs.writeFileSync(file, `${JSON.stringify(wanted)}\n`);
  });
}

async function install(root, log, node) {
  log("installing the packages of package-lock.json (once)");
  const startedMs = Date.now();
  // Everything is a development dependency, and Hardhat's native part is an optional one of those.
  const flags = [
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--dry-run=false",
  ];
  await npm({ node: node.executable, cwd: root, args: ["ci", ...flags] });
  if (!hasNative(root, node)) {
    throw new BootError(
      `the packages are installed, but @nomicfoundation/edr has no native part for ${process.platform}-${process.arch}; ` +
        "its optional dependencies must be reachable in the registry that npm uses",
    );
  }
  log(`installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
}

/** What an install depends on: the lock file, and the platform and binary interface (ABI) of the Node it is for. */
function stamp(root, node) {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  return { lock, for: { platform: process.platform, arch: process.arch, abi: node.abi } };
}

function readStamp(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether npm's own record of node_modules holds what package-lock.json asks for. */
function matchesLock(root) {
  const record = path.join(root, "node_modules", ".package-lock.json");
  if (!fs.existsSync(record)) return false;
  const installed = JSON.parse(fs.readFileSync(record, "utf8")).packages;
  const asked = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(asked).every(([folder, { version, optional, devOptional }]) => {
    if (folder === "") return true;
    const found = installed[folder];
    return found === undefined ? Boolean(optional || devOptional) : found.version === version;
  });
}

/** `npm ci` under an old Node ends well and yet leaves this out. */
function hasNative(root, node) {
  const code = 'require("@nomicfoundation/edr")';
  return spawnSync(node.executable, ["-e", code], { cwd: root, stdio: "ignore" }).status === 0;
}
