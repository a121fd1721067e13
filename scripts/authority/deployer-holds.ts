import { type Address, type PublicClient, zeroAddress } from "viem";
import { attestorsAbi } from "../../sdk/abi/attestors.ts";
import { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import { millTokenAbi } from "../../sdk/abi/mill-token.ts";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import type { Finding } from "./finding.ts";

/** The deployer has no seat, no pause, no minting, and no MILL but what the genesis gave it. */
export async function deployerHoldsNothing(
  client: PublicClient,
  deployment: Deployment,
  deployer: Address,
): Promise<Finding[]> {
  const { MillToken: mill, Parameters: parameters, Attestors: attestors, Emissions: emissions } = deployment.contracts;
  if (mill === undefined || attestors === undefined) return [];
  const at = { address: mill, abi: millTokenAbi } as const;
  const source = { ...at, fromBlock: deployment.block };
  const [guardian, isAttestor, minter, balance, minted] = await Promise.all([
    client.readContract({ address: parameters, abi: parametersAbi, functionName: "guardian" }),
    client.readContract({ address: attestors, abi: attestorsAbi, functionName: "isAttestor", args: [deployer] }),
    client.readContract({ ...at, functionName: "minter" }),
    client.readContract({ ...at, functionName: "balanceOf", args: [deployer] }),
    readContractEvents(client, source, "Transfer", { from: zeroAddress, to: deployer }),
  ]);
  const allocated = minted.reduce((sum, { args }) => sum + args.value, 0n);
  const committees = await Promise.all(
    ["Committee", "AppealCommittee"].map((name) => isMember(client, deployment, name, deployer)),
  );
  return [
    { holds: guardian !== deployer, what: "guardian", found: guardian },
    { holds: minter === emissions, what: "MILL's minter", found: minter },
    { holds: !isAttestor, what: "deployer among the attestors", found: isAttestor ? "yes" : "no" },
    ...committees.flat(),
    {
      holds: balance <= allocated,
      what: "deployer's MILL",
      found: `${balance} wei, ${allocated} of the genesis`,
    },
  ];
}

async function isMember(
  client: PublicClient,
  { contracts }: Deployment,
  name: string,
  deployer: Address,
): Promise<Finding[]> {
  const address = contracts[name];
  if (address === undefined) return [];
  const at = { address, abi: committeeArbitratorAbi } as const;
  const committee = await client.readContract({ ...at, functionName: "committee" });
  const found = await client.readContract({ ...at, functionName: "isMember", args: [committee, deployer] });
  return [{ holds: !found, what: `deployer in ${name}`, found: found ? "yes" : "no" }];
}
