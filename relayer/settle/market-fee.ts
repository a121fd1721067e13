import type { ChainReader } from "../chain/chain-reader.ts";
import { RpcError } from "../chain/rpc.ts";

/** What gas costs now, in wei. */
export type MarketFee = { readonly baseFee: bigint; readonly suggestedTip: bigint };

const fallbackTip = 1_000_000_000n;

export async function readMarketFee(chain: ChainReader): Promise<MarketFee> {
  const [block, suggestedTip] = await Promise.all([chain.latestBlock(), suggestedTipOf(chain)]);
  return { baseFee: block?.baseFeePerGas ?? 0n, suggestedTip };
}

/** Some nodes do not know the method: then 1 gwei. */
async function suggestedTipOf(chain: ChainReader): Promise<bigint> {
  try {
    return await chain.suggestedTip();
  } catch (error) {
    if (error instanceof RpcError) return fallbackTip;
    throw error;
  }
}
