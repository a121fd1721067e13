import { writeFile } from "node:fs/promises";
import path from "node:path";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import type { ArtifactResolver } from "@nomicfoundation/ignition-core";
import hre from "hardhat";
import { bindingsResolver } from "../../deploy/bindings.ts";
import { connectTo } from "../../deploy/connection.ts";
import { deployMillrace } from "../../deploy/deployment.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import { describeStep } from "../../deploy/step.ts";
import { areBindingsFresh } from "../generate/sources-hash.ts";

/**
 * The contracts' code. The committed bindings hold it, so only contracts that have been changed since are compiled; their
 * Solidity tests are not needed here.
 */
export async function contractCode(onCompile: () => void): Promise<ArtifactResolver> {
  if (await areBindingsFresh(hre.config.paths.root)) return bindingsResolver;
  onCompile();
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  return new HardhatArtifactResolver(hre.artifacts);
}

/** Deploy by the real deployment, without a record for later runs. Resolves with the addresses file. */
export async function deployAll(
  rpcUrl: string,
  directory: string,
  artifacts: ArtifactResolver,
  onStep: (text: string) => void,
): Promise<string> {
  const network = await loadNetwork(networkFile("local"));
  const connection = await connectTo(network.network, rpcUrl);
  const { deployment } = await deployMillrace({
    provider: connection.provider,
    network,
    artifacts,
    onStep: (step) => onStep(describeStep(step)),
  });
  await connection.close();
  const file = path.join(directory, "addresses.json");
  await writeFile(file, `${JSON.stringify(deployment, null, 2)}\n`);
  return file;
}
