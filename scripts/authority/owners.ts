import { type PublicClient, parseAbi, zeroAddress } from "viem";
import { contractAt } from "../../cli/governance/contracts.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { governanceOf } from "../../sdk/proposal.ts";
import type { Finding } from "./finding.ts";

const ownableAbi = parseAbi([
  "function owner() view returns (address)",
  "function pendingOwner() view returns (address)",
]);

/** Every contract with an owner is the timelock's, and is offered to nobody else. */
export async function ownersAreTimelock(client: PublicClient, deployment: Deployment): Promise<Finding[]> {
  const { timelock } = governanceOf(deployment);
  const owned = Object.entries(deployment.contracts).filter(([, address]) =>
    contractAt(deployment, address)?.abi.some((item) => item.type === "function" && item.name === "owner"),
  );
  return Promise.all(
    owned.map(async ([name, address]) => {
      const [owner, pending] = await Promise.all([
        client.readContract({ address, abi: ownableAbi, functionName: "owner" }),
        client.readContract({ address, abi: ownableAbi, functionName: "pendingOwner" }),
      ]);
      const isOffered = pending !== zeroAddress;
      return {
        holds: owner === timelock && !isOffered,
        what: `owner of ${name}`,
        found: `${owner === timelock ? "the timelock" : owner}${isOffered ? `, offered to ${pending}` : ""}`,
      };
    }),
  );
}
