import type { Address, Hex } from "viem";
import type { Fee } from "../core/fee.ts";

/** A transaction of type 2 (EIP-1559) that sends no money. */
export type UnsignedTransaction = Fee & {
  readonly chainId: number;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  readonly gas: bigint;
};

/** Whoever holds the key that pays for settling. */
export type Signer = {
  readonly address: Address;
  /** @returns the signed bytes, of exactly this transaction. @throws SignerError */
  readonly sign: (transaction: UnsignedTransaction) => Promise<Hex>;
  /** Why nothing can be signed now, as far as we know. */
  readonly fault: () => Promise<string | undefined>;
};

/** Why a transaction was not signed. `lied` is an answer that is not what was asked for. */
export type SignerFault = "unreachable" | "refused" | "lied" | "resting";

/** Nothing was signed, so nothing was sent: what is due stays due. */
export class SignerError extends Error {
  override readonly name = "SignerError";
  readonly fault: SignerFault;
  constructor(fault: SignerFault, message: string, cause?: unknown) {
    super(`signer: ${message}`, { cause });
    this.fault = fault;
  }
}
