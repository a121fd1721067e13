import { readFile } from "node:fs/promises";
import hre from "hardhat";

/** What Solidity's standard JSON interface takes. */
export type CompilerInput = {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** A node of Solidity's syntax tree, of which we read these fields. */
type AstNode = {
  readonly id?: number;
  readonly nodeType?: string;
  readonly name?: string;
  readonly mutability?: string;
  readonly absolutePath?: string;
  readonly typeDescriptions?: { readonly typeString?: string };
};

/** A variable in storage, as the compiler lays it out. */
export type StorageVariable = {
  readonly label: string;
  readonly slot: string;
  readonly offset: number;
  readonly type: string;
};

/** One run of the compiler: what it was given, and what we need of its output. */
export type BuildInfo = {
  /** The compiler with its commit, as explorers name it without the leading `v`. */
  readonly compiler: string;
  readonly input: CompilerInput;
  /** Name and type of each immutable variable, by the id that `immutableReferences` uses. */
  readonly immutables: ReadonlyMap<string, { readonly name: string; readonly type: string }>;
  /** The files that a file imports, by name. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** @param source the file's name in the compiler's input */
  readonly storageOf: (source: string, contract: string) => readonly StorageVariable[];
};

type Written = { solcLongVersion: string; input: CompilerInput };
type Output = {
  sources: Record<string, { ast: AstNode }>;
  contracts: Record<string, Record<string, { storageLayout?: { storage: StorageVariable[] } }>>;
};

const known = new Map<string, Promise<BuildInfo>>();

/** The build that an artifact names; read once, since it is large. */
export function buildInfo(id: string): Promise<BuildInfo> {
  const found = known.get(id) ?? read(id);
  known.set(id, found);
  return found;
}

async function read(id: string): Promise<BuildInfo> {
  const [given, produced] = await Promise.all([
    hre.artifacts.getBuildInfoPath(id),
    hre.artifacts.getBuildInfoOutputPath(id),
  ]);
  if (given === undefined || produced === undefined) throw new Error(`the build ${id} is not there: npm run build`);
  const { solcLongVersion, input } = JSON.parse(await readFile(given, "utf8")) as Written;
  const { output } = JSON.parse(await readFile(produced, "utf8")) as { output: Output };
  const immutables = new Map<string, { name: string; type: string }>();
  const imports = new Map<string, string[]>();
  for (const [source, { ast }] of Object.entries(output.sources)) {
    const imported: string[] = [];
    for (const node of nodesOf(ast)) {
      if (node.nodeType === "ImportDirective") imported.push(node.absolutePath ?? "");
      if (node.mutability !== "immutable") continue;
      immutables.set(String(node.id), { name: node.name ?? "", type: node.typeDescriptions?.typeString ?? "" });
    }
    imports.set(source, imported);
  }
  return {
    compiler: solcLongVersion,
    input,
    immutables,
    imports,
    storageOf: (source, contract) => output.contracts[source]?.[contract]?.storageLayout?.storage ?? [],
  };
}

function* nodesOf(tree: unknown): Generator<AstNode> {
  const left: unknown[] = [tree];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (Array.isArray(node)) left.push(...node);
    else if (typeof node === "object" && node !== null) {
      if ("nodeType" in node) yield node as AstNode;
      left.push(...Object.values(node).filter((value) => typeof value === "object" && value !== null));
    }
  }
}
