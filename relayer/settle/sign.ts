import { type Address, type Hex, keccak256 } from "viem";
import type { Fee } from "../core/fee.ts";
import type { SenderContext } from "./context.ts";

/** What is signed: a call of Escrow or of `to`, or with no data a transfer of nothing to ourselves that only uses up the nonce. */
export type Payload = { readonly to?: Address; readonly data: Hex; readonly gasLimit: number } | "self-transfer";

export type SignedBytes = { readonly raw: Hex; readonly txHash: Hex };

export async function signTransaction(
  { account, chainId, escrow }: SenderContext,
  nonce: number,
  payload: Payload,
  fee: Fee,
): Promise<SignedBytes> {
  const call =
    payload === "self-transfer"
      ? { to: account.address, gas: 21_000n }
      : { to: payload.to ?? escrow, data: payload.data, gas: BigInt(payload.gasLimit) };
  const raw = await account.signTransaction({ type: "eip1559", chainId, nonce, value: 0n, ...call, ...fee });
  return { raw, txHash: keccak256(raw) };
}
