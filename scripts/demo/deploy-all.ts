import { writeFile } from "node:fs/promises";
import path from "node:path";
import hre from "hardhat";
import { connectTo } from "../../deploy/connection.ts";
import { deployMillrace } from "../../deploy/deployment.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import { describeStep } from "../../deploy/step.ts";

/** Compile the contracts, unless that is done already; their Solidity tests are not needed here. */
export async function buildContracts(): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
}

/** Deploy by the real deployment, without a record for later runs. Resolves with the addresses file. */
export async function deployAll(rpcUrl: string, directory: string, onStep: (text: string) => void): Promise<string> {
  const network = await loadNetwork(networkFile("local"));
  const connection = await connectTo(network.network, rpcUrl);
  const { deployment } = await deployMillrace({
    provider: connection.provider,
    network,
    onStep: (step) => onStep(describeStep(step)),
  });
  await connection.close();
  const file = path.join(directory, "addresses.json");
  await writeFile(file, `${JSON.stringify(deployment, null, 2)}\n`);
  return file;
}
