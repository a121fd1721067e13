import { readFile } from "node:fs/promises";
import hre from "hardhat";
import { buildInfo, type CompilerInput, type StorageVariable } from "./build-info.ts";

/** An immutable variable: the constructor writes it into these places of the code. */
export type ImmutableVariable = {
  readonly name: string;
  readonly type: string;
  readonly places: readonly { readonly start: number; readonly length: number }[];
};

/** A contract as this checkout builds it. */
export type BuiltContract = {
  readonly name: string;
  /** Its file and name, as explorers want it: the file's name is that of the compiler's input. */
  readonly fullName: string;
  readonly abi: readonly object[];
  readonly creationCode: string;
  /** What the constructor leaves on chain, with zeros where the immutable variables are. */
  readonly runtimeCode: string;
  readonly immutables: readonly ImmutableVariable[];
  readonly storage: readonly StorageVariable[];
  readonly compiler: string;
  /** Only the files that the contract needs, and the settings that it is compiled with. */
  readonly input: CompilerInput;
};

/** @param name the artifact's name; the contracts must be built */
export async function builtContract(name: string): Promise<BuiltContract> {
  const artifact = JSON.parse(await readFile(await hre.artifacts.getArtifactPath(name), "utf8")) as Artifact;
  const { contractName, inputSourceName, immutableReferences = {} } = artifact;
  const build = await buildInfo(artifact.buildInfoId);
  return {
    name: contractName,
    fullName: `${inputSourceName}:${contractName}`,
    abi: artifact.abi,
    creationCode: artifact.bytecode,
    runtimeCode: artifact.deployedBytecode,
    immutables: Object.entries(immutableReferences).map(([id, places]) => {
      const variable = build.immutables.get(id);
      if (variable === undefined) throw new Error(`the build of ${name} has no immutable variable ${id}`);
      return { ...variable, places };
    }),
    storage: build.storageOf(inputSourceName, contractName),
    compiler: build.compiler,
    input: { ...build.input, sources: pick(build.input.sources, neededBy(inputSourceName, build.imports)) },
  };
}

function neededBy(source: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const needed = new Set<string>();
  const left = [source];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (needed.has(file)) continue;
    needed.add(file);
    left.push(...(imports.get(file) ?? []));
  }
  return needed;
}

function pick<T>(all: Readonly<Record<string, T>>, wanted: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}

type Artifact = {
  readonly contractName: string;
  readonly inputSourceName: string;
  readonly buildInfoId: string;
  readonly abi: object[];
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly immutableReferences?: Record<string, { start: number; length: number }[]>;
};
