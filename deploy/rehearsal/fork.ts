import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../../sdk/error.ts";
import type { NetworkParameters } from "../parameters/network.ts";

/** Enough for any deployment; what the deployer really has is compared with the cost afterwards. */
const PLENTY_WEI = "0xd3c21bcecceda1000000";

/** A copy of a chain in this process, on which the deployer's transactions need no key. */
export type Fork = {
  readonly provider: EthereumProvider;
  /** The hashes of what was sent to it, in order. */
  readonly sent: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Copy a chain at a block. State is fetched from the node as it is touched, and nothing is ever sent to it.
 * @param accounts who acts on it; the first one deploys
 * @throws MillraceError `fork-failed`
 */
export async function forkChain(
  url: string,
  block: number,
  { chainId }: NetworkParameters,
  accounts: readonly string[],
): Promise<Fork> {
  const sent: string[] = [];
  // "generic" knows the transactions and headers of roll-ups, which "l1" refuses to read.
  const connection = await hre.network.create({
    network: "default",
    chainType: "generic",
    override: { chainId, hardfork: "osaka", forking: { url, blockNumber: block }, accounts: [] },
  });
  const { provider } = connection;
  try {
    for (const account of accounts.slice(0, 1)) {
      await provider.request({ method: "hardhat_impersonateAccount", params: [account] });
      await provider.request({ method: "hardhat_setBalance", params: [account, PLENTY_WEI] });
    }
    // A call at the copied block itself would need the history of the chain's hard forks.
    await provider.request({ method: "hardhat_mine", params: ["0x1"] });
  } catch (cause) {
    await connection.close();
    throw new MillraceError("The chain cannot be copied from this node.", {
      code: "fork-failed",
      found: cause instanceof Error ? cause.message : String(cause),
      expected: `a node that answers for code and storage at block ${block}`,
      next: "Give the --rpc of a full node.",
      cause,
    });
  }
  return { provider: recording(provider, accounts, sent), sent, close: () => connection.close() };
}

function recording(provider: EthereumProvider, accounts: readonly string[], sent: string[]): EthereumProvider {
  return new Proxy(provider, {
    get: (target, name) => {
      if (name !== "request") return Reflect.get(target, name);
      return async (request: { method: string; params?: unknown[] }) => {
        if (request.method === "eth_accounts") return accounts;
        const answer = await target.request(request);
        if (request.method === "eth_sendTransaction") sent.push(answer as string);
        return answer;
      };
    },
  });
}
