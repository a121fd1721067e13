import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { BootError } from "./error.mjs";

/**
 * @param {string} root the project's folder
 * @param {string | undefined} tool `hardhat`, `run` or `bin`
 * @param {string[]} args what the tool is given
 * @returns {string[]} the arguments for Node that start the tool
 */
export function nodeArguments(root, tool, args) {
  const [name, ...rest] = args;
  switch (tool) {
    case "hardhat":
      return [executable(root, "hardhat"), ...args];
    case "run":
      return ["--import", tsx(root), required(tool, name), ...rest];
    case "bin":
      return [executable(root, required(tool, name)), ...rest];
    default:
      throw new BootError(`unknown tool "${tool ?? ""}"; expected hardhat, run FILE, bin NAME or ready`);
  }
}

function required(tool, name) {
  if (name !== undefined) return name;
  throw new BootError(`"${tool}" needs to be told what to run, for example: node scripts/boot.mjs ${tool} NAME`);
}

/** The loader that lets Node import TypeScript, and the `.js` names of generated code. */
function tsx(root) {
  return pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;
}

/** npm notes every package's executables in the lock it leaves in node_modules: no shell shim is needed. */
function executable(root, name) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "node_modules/.package-lock.json"), "utf8"));
  for (const [folder, { bin }] of Object.entries(packages)) {
    if (bin !== undefined && Object.hasOwn(bin, name)) return path.join(root, folder, bin[name]);
  }
  throw new BootError(`no installed package has an executable "${name}"; see devDependencies in package.json`);
}
