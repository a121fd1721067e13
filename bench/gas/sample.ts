import type { ContractTransactionResponse } from "ethers";

/** `gasUsed` of a whole transaction, 21,000 and calldata included. */
export async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<bigint> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt.gasUsed;
}

/** Gas per item, to two decimals. */
export function perItem(gas: bigint, items: number): number {
  return Math.round((Number(gas) / items) * 100) / 100;
}
