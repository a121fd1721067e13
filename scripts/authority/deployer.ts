import type { Address, PublicClient } from "viem";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";

/** A deployment's first contract is in its first block, or soon after it. */
const MOST_BLOCKS = 100n;

/** Who sent the transaction that created the first of the deployment's contracts. @throws MillraceError `deployer-unknown` */
export async function findDeployer(client: PublicClient, deployment: Deployment): Promise<Address> {
  const { contracts, tokens, vesting = [] } = deployment;
  const addresses = [...Object.values(contracts), ...tokens.map((t) => t.address), ...vesting.map((v) => v.wallet)];
  const ours = new Set(addresses.map((address) => address.toLowerCase()));
  const first = BigInt(deployment.block);
  const latest = await client.getBlockNumber();
  for (let number = first; number <= latest && number < first + MOST_BLOCKS; number++) {
    const { transactions } = await client.getBlock({ blockNumber: number });
    const receipts = await Promise.all(transactions.map((hash) => client.getTransactionReceipt({ hash })));
    const creation = receipts.find(({ contractAddress }) => ours.has(contractAddress?.toLowerCase() ?? ""));
    if (creation !== undefined) return creation.from;
  }
  throw new MillraceError("Nobody is found to have deployed this.", {
    code: "deployer-unknown",
    found: `none of its contracts is created in ${MOST_BLOCKS} blocks from ${first}`,
    next: "Give the addresses file that the deployment wrote, and a node that has these blocks.",
  });
}
