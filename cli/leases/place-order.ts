import { type Hex, zeroAddress, zeroHash } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import type { LeaseOrder } from "../../sdk/lease.ts";
import { meterings } from "../../sdk/offer.ts";
import { type Context, parseAddress } from "../context.ts";
import type { NamedOffer } from "./offer-source.ts";

/** Which of several orders it is, and what the buyer chose besides the offer. */
export type OrderChoice = {
  readonly units: number;
  readonly seconds: number;
  readonly signer?: string | undefined;
  readonly continues?: Hex;
  readonly nonce: bigint;
};

/**
 * What `Leases.open` is asked for. By voucher the buyer's own key signs, unless another is named.
 * @throws MillraceError `bad-address` or `signer-not-needed`
 */
export function placeOrder(context: Context, { offer, signature }: NamedOffer, choice: OrderChoice): LeaseOrder {
  const isByTime = meterings[offer.metering] === "byTime";
  if (isByTime && choice.signer !== undefined) {
    throw new MillraceError("A lease by time pays by itself: nobody signs for it.", {
      code: "signer-not-needed",
      found: choice.signer,
      next: "Leave --signer out.",
    });
  }
  const named = choice.signer === undefined ? context.self() : parseAddress(choice.signer, "--signer");
  return {
    offer,
    signature,
    units: choice.units,
    durationSeconds: choice.seconds,
    signer: isByTime ? zeroAddress : named,
    continues: choice.continues ?? zeroHash,
    nonce: choice.nonce,
  };
}

/** Tells orders of the same offer apart: the time now, unless it is given. @throws MillraceError `bad-nonce` */
export function parseNonce(text: string | undefined): bigint {
  if (text === undefined) return BigInt(Date.now());
  if (/^\d{1,77}$/.test(text)) return BigInt(text);
  throw new MillraceError("--nonce is not a number.", { code: "bad-nonce", found: text, expected: "a whole number" });
}
