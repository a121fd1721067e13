import { getAddress, getCreateAddress, toQuantity } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../../sdk/error.ts";

/** The transaction that put a contract on chain. */
export type Creation = {
  readonly address: string;
  readonly transaction: string;
  readonly deployer: string;
  readonly block: number;
  /** Creation code, and the constructor's arguments behind it. */
  readonly input: string;
};

/** A deployment's transactions follow each other; with ten confirmations for each step they are spread like this at most. */
const MOST_BLOCKS = 5_000;

/**
 * Find the transactions that created these contracts, from a block on. It needs nothing but blocks, which every node
 * has: the address of a contract follows from its creator and nonce.
 * @throws MillraceError `creation-not-found`
 */
export async function findCreations(
  provider: EthereumProvider,
  addresses: readonly string[],
  fromBlock: number,
): Promise<ReadonlyMap<string, Creation>> {
  const wanted = new Set(addresses.map((address) => getAddress(address)));
  const found = new Map<string, Creation>();
  const head = Number(await provider.request({ method: "eth_blockNumber" }));
  const last = Math.min(head, fromBlock + MOST_BLOCKS);
  for (let block = fromBlock; block <= last && found.size < wanted.size; block += 1) {
    for (const creation of await creationsIn(provider, block)) {
      if (wanted.has(creation.address)) found.set(creation.address, creation);
    }
  }
  const missing = [...wanted].filter((address) => !found.has(address));
  if (missing.length === 0) return found;
  throw new MillraceError("The transactions that created some contracts were not found.", {
    code: "creation-not-found",
    found: `none for ${missing.join(", ")} in blocks ${fromBlock} to ${last}`,
    expected: "a transaction without a receiver for each contract of the addresses file",
    next: "Check the file's block, and that the node is of the same chain and has these blocks.",
  });
}

async function creationsIn(provider: EthereumProvider, block: number): Promise<Creation[]> {
  const params = [toQuantity(block), true];
  const answer = (await provider.request({ method: "eth_getBlockByNumber", params })) as Block | null;
  return (answer?.transactions ?? []).flatMap(({ hash, from, nonce, to, input }) =>
    to === null || to === undefined
      ? [
          {
            address: getCreateAddress({ from, nonce: BigInt(nonce) }),
            transaction: hash,
            deployer: getAddress(from),
            block,
            input,
          },
        ]
      : [],
  );
}

type Block = {
  readonly transactions: readonly {
    readonly hash: string;
    readonly from: string;
    readonly nonce: string;
    readonly to?: string | null;
    readonly input: string;
  }[];
};
