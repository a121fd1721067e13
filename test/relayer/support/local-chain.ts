import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import hre from "hardhat";
import { connectTo } from "../../../deploy/connection.ts";
import { deployMillrace } from "../../../deploy/deployment.ts";
import { loadNetwork, networkFile } from "../../../deploy/parameters/network.ts";
import type { Deployment } from "../../../sdk/deployment.ts";
import { type ChainClient, connectClient } from "./chain-client.ts";

/** A real chain on a free port, with Millrace deployed by its own modules, and a directory for what belongs to it. */
export type LocalChain = {
  readonly url: string;
  readonly client: ChainClient;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  readonly directory: string;
  readonly stop: () => Promise<void>;
};

/** @param permit2 where the chain has Permit2: its code is put there before Millrace is deployed with it */
export async function startLocalChain(permit2?: {
  readonly address: string;
  readonly code: string;
}): Promise<LocalChain> {
  const directory = await mkdtemp(path.join(tmpdir(), "millrace-relayer-"));
  const server = await hre.network.createServer("node", "127.0.0.1", 0);
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const connection = await connectTo("local", url);
  const local = await loadNetwork(networkFile("local"));
  const network = permit2 === undefined ? local : { ...local, permit2: permit2.address };
  if (permit2 !== undefined) {
    await connection.provider.request({ method: "hardhat_setCode", params: [permit2.address, permit2.code] });
  }
  const { deployment } = await deployMillrace({ provider: connection.provider, network });
  await connection.close();
  const deploymentFile = path.join(directory, "addresses.json");
  await writeFile(deploymentFile, JSON.stringify(deployment));
  return {
    url,
    client: connectClient(url),
    deployment,
    deploymentFile,
    directory,
    stop: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
