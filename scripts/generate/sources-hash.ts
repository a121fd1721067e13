import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import userConfig from "../../hardhat.config.ts";
import { readFolder } from "./folder.ts";

/** The file beside the bindings that says what they were made of. */
export const SOURCES_HASH_FILE = "sources.sha256";

/** What the bytecode of our contracts follows from: sources, compiler and its settings, library. SHA-256, one line. */
export async function sourcesHash(root: string): Promise<string> {
  const { devDependencies } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const sources = await readFolder(path.join(root, "contracts"));
  // Where the compiler is installed says nothing of what it makes.
  const settings = JSON.stringify(userConfig.solidity, (key, value) => (key === "path" ? undefined : value));
  const parts = [settings, devDependencies.solc, devDependencies["@openzeppelin/contracts"], ...[...sources].flat()];
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return `${hash.digest("hex")}\n`;
}

/** Whether the committed bindings are of the sources at hand. */
export async function areBindingsFresh(root: string): Promise<boolean> {
  const file = path.join(root, "typechain-types", SOURCES_HASH_FILE);
  const found = await readFile(file, "utf8").catch(() => undefined);
  return found === (await sourcesHash(root));
}
