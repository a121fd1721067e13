import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** What files of a folder may import of this project, beside their own folder. The longest name that fits counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "hardhat.config.ts": [],
  "typechain-types": [],
  sdk: [],
  relayer: ["sdk"],
  cli: ["sdk"],
  deploy: ["sdk", "typechain-types"],
  bench: ["sdk", "typechain-types", "deploy", "relayer", "test/support", "test/relayer/support", "test/world.ts"],
  scripts: ["sdk", "typechain-types", "deploy", "relayer", "cli", "bench", "hardhat.config.ts"],
  // The books recompute who holds what: they share nothing with what they check.
  "scripts/books": [],
  "scripts/books.ts": ["scripts/books"],
  test: ["sdk", "typechain-types", "deploy", "relayer", "cli", "bench", "scripts"],
};

/** Folders that run without Hardhat, as their users run them. */
const NO_HARDHAT = ["sdk", "relayer", "cli", "scripts/books"];

const ETHERS = /^(ethers|hardhat|@nomicfoundation\/|@typechain\/)(\/|$)?/;
const VIEM = /^viem(\/|$)/;
const SPECIFIER = /(?:^|\s|;)(?:import|export)\s(?:[^;"']*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;

/** Every import against the direction of style, one line each. */
export async function misdirectedImports(root: string): Promise<string[]> {
  const files = (await Promise.all(Object.keys(MAY_IMPORT).map((top) => sourcesIn(root, top)))).flat();
  const sources = [...new Set(files)].filter((file) => !file.startsWith("typechain-types"));
  const found = await Promise.all(
    sources.sort().map(async (file) => misdirectedIn(file, await readFile(path.join(root, file), "utf8"))),
  );
  return found.flat();
}

/** @param file path in the project */
export function misdirectedIn(file: string, source: string): string[] {
  const rule = ruleFor(file);
  const allowed = [rule, ...(MAY_IMPORT[rule] ?? [])];
  const specifiers = [...source.matchAll(SPECIFIER)].map((match) => match[1] ?? match[2] ?? "");
  const targets = specifiers.filter((name) => name.startsWith(".")).map((name) => path.join(path.dirname(file), name));
  const misdirected = targets
    .filter((target) => !allowed.some((folder) => isWithin(target, folder)))
    .map((target) => `${file} imports ${target}; ${rule} may import: ${allowed.join(", ")}`);

  const usesEthers =
    specifiers.some((name) => ETHERS.test(name)) || targets.some((t) => isWithin(t, "typechain-types"));
  const usesViem = specifiers.some((name) => VIEM.test(name));
  if (usesEthers && usesViem) misdirected.push(`${file} mixes viem with ethers or Hardhat; split it`);
  if (usesEthers && NO_HARDHAT.some((folder) => isWithin(file, folder))) {
    misdirected.push(`${file} imports ethers or Hardhat; ${rule} uses viem`);
  }
  return misdirected;
}

function ruleFor(file: string): string {
  const fitting = Object.keys(MAY_IMPORT).filter((folder) => isWithin(file, folder));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? "";
}

function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

async function sourcesIn(root: string, top: string): Promise<string[]> {
  if (top.endsWith(".ts")) return [top];
  const entries = await readdir(path.join(root, top), { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith(".ts")).map((name) => path.posix.join(top, name.replaceAll("\\", "/")));
}
