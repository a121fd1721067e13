import { recoverAddress } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { offerDigest, offersDomain } from "../../sdk/offer.ts";
import type { SignedOffer } from "../../sdk/offer-book.ts";
import type { Context } from "../context.ts";

export type OfferState = "can be taken" | "expired" | "cancelled" | "used up" | "key ended";

/** Whether an offer can be taken as far as its operator is concerned; units and stake are checked when it is. */
export async function readOfferState(context: Context, { offer, signature }: SignedOffer, now: bigint) {
  const { client, deployment } = context;
  const { offers } = contractsOf(deployment);
  const { operator, salt } = offer;
  const domain = offersDomain(deployment.chainId, offers.address);
  const signer = await recoverAddress({ hash: offerDigest(domain, offer), signature }).catch(() => undefined);
  const [counter, [uses, cancelled], signs] = await Promise.all([
    client.readContract({ ...offers, functionName: "offerCounter", args: [operator] }),
    client.readContract({ ...offers, functionName: "offerUses", args: [operator, salt] }),
    // A contract wallet's signature recovers to nobody in particular; only taking the offer asks the wallet.
    signer === undefined
      ? false
      : client.readContract({ ...offers, functionName: "actsFor", args: [signer, operator] }),
  ]);
  const stateOf = (): OfferState => {
    if (cancelled || counter !== offer.counter) return "cancelled";
    if (BigInt(offer.expiresAt) < now) return "expired";
    if (offer.uses !== 0 && uses >= BigInt(offer.uses)) return "used up";
    return signs ? "can be taken" : "key ended";
  };
  return { state: stateOf(), uses };
}
