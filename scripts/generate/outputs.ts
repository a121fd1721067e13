import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import hre from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { accessPage } from "../../deploy/access/page.ts";
import { parametersPage } from "../../deploy/parameters/page.ts";
import userConfig from "../../hardhat.config.ts";
import { abiFiles } from "./abi.ts";
import { readFolder } from "./folder.ts";
import { settingsFile } from "./settings.ts";
import { SOURCES_HASH_FILE, sourcesHash } from "./sources-hash.ts";

/** Generated files of one folder of this project. */
export interface Output {
  readonly folder: string;
  /** Whether the folder holds nothing else, so that any other file in it is left over. */
  readonly isWhole: boolean;
  readonly files: ReadonlyMap<string, string>;
}

/** Build, and derive everything that is generated and committed. Writes nothing into the project's sources. */
export async function generatedOutputs(): Promise<Output[]> {
  const types = await buildWithTypes();
  types.set(SOURCES_HASH_FILE, await sourcesHash(hre.config.paths.root));
  return [
    { folder: "typechain-types", isWhole: true, files: types },
    { folder: "sdk/abi", isWhole: true, files: (await abiFiles(hre.artifacts)).set("settings.ts", settingsFile()) },
    { folder: "docs", isWhole: false, files: pages() },
  ];
}

function pages(): Map<string, string> {
  return new Map([
    ["access.md", accessPage()],
    ["parameters.md", parametersPage()],
  ]);
}

/**
 * TypeChain runs as a part of Hardhat's build, takes its folder from the configuration and leaves old files where they
 * are: a runtime of its own has it write beside the project.
 */
async function buildWithTypes(): Promise<Map<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-types-"));
  try {
    const typechain = { ...userConfig.typechain, outDir: folder };
    const { root } = hre.config.paths;
    const builder = await createHardhatRuntimeEnvironment({ ...userConfig, typechain }, { config: "" }, root);
    await builder.tasks.getTask("build").run({ quiet: true, noTests: true });
    return await readFolder(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
