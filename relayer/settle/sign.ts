import { type Address, type Hex, keccak256 } from "viem";
import type { Fee } from "../core/fee.ts";
import { SignerError } from "../signer/signer.ts";
import type { SenderContext } from "./context.ts";

/** What is signed: a call of Escrow or of `to`, or with no data a transfer of nothing to ourselves that only uses up the nonce. */
export type Payload = { readonly to?: Address; readonly data: Hex; readonly gasLimit: number } | "self-transfer";

export type SignedBytes = { readonly raw: Hex; readonly txHash: Hex };

/** @throws SignerError */
export async function signTransaction(
  { signer, chainId, escrow }: SenderContext,
  nonce: number,
  payload: Payload,
  fee: Fee,
): Promise<SignedBytes> {
  const call =
    payload === "self-transfer"
      ? { to: signer.address, data: "0x" as const, gas: 21_000n }
      : { to: payload.to ?? escrow, data: payload.data, gas: BigInt(payload.gasLimit) };
  const { maxFeePerGas, maxPriorityFeePerGas } = fee;
  const raw = await signer.sign({ chainId, nonce, ...call, maxFeePerGas, maxPriorityFeePerGas });
  return { raw, txHash: keccak256(raw) };
}

/**
 * As {@link signTransaction}, but undefined when the signer does not sign now: what is in the journal is driven on
 * meanwhile, and what is due stays due.
 */
export async function trySigning(
  context: SenderContext,
  nonce: number,
  payload: Payload,
  fee: Fee,
): Promise<SignedBytes | undefined> {
  return signTransaction(context, nonce, payload, fee).catch((error: unknown) => {
    if (error instanceof SignerError) return undefined;
    throw error;
  });
}
