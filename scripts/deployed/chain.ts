import { BrowserProvider, type ContractRunner, toQuantity } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";

/** A chain as it was at one block. Only questions that every public node answers are asked. */
export type ChainAt = {
  readonly chainId: number;
  readonly block: number;
  readonly provider: EthereumProvider;
  /** For typed contracts: calls through it are answered as of the block. */
  readonly runner: ContractRunner;
  readonly codeAt: (address: string) => Promise<string>;
  readonly slotOf: (address: string, slot: string) => Promise<string>;
};

export async function lookAtChain(provider: EthereumProvider): Promise<ChainAt> {
  const ask = async (method: string, ...params: unknown[]) => (await provider.request({ method, params })) as string;
  const [chainId, block] = await Promise.all([ask("eth_chainId"), ask("eth_blockNumber")]);
  const at = toQuantity(block);
  const browser = new BrowserProvider(provider, Number(chainId));
  return {
    chainId: Number(chainId),
    block: Number(block),
    provider,
    runner: { provider: browser, call: (request) => browser.call({ ...request, blockTag: at }) },
    codeAt: (address) => ask("eth_getCode", address, at),
    slotOf: (address, slot) => ask("eth_getStorageAt", address, toQuantity(BigInt(slot)), at),
  };
}
