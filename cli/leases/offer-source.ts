import type { Address, Hex } from "viem";
import { contractAt } from "../../sdk/contract-at.ts";
import { MillraceError } from "../../sdk/error.ts";
import { offerDigest, offersDomain } from "../../sdk/offer.ts";
import { type SignedOffer, signedOfferSchema } from "../../sdk/offer-book.ts";
import type { Context } from "../context.ts";
import { readJsonFile } from "../json-file.ts";

/** A signed offer, and the digest by which relayers know it. */
export type NamedOffer = SignedOffer & { readonly id: Hex };

/**
 * An offer from a file (`-` is standard input), or by its id from the relayer.
 * @throws MillraceError `bad-file`, `setting-missing` or `offer-unknown`
 */
export async function loadOffer(context: Context, text: string): Promise<NamedOffer> {
  const { deployment } = context;
  const signed = /^0x[0-9a-fA-F]{64}$/.test(text)
    ? await fromRelayer(context, text.toLowerCase() as Hex)
    : readJsonFile(text, signedOfferSchema, "signed offer", "`millrace operator offer make`");
  const domain = offersDomain(deployment.chainId, contractAt(deployment, "Offers"));
  return { offer: signed.offer, signature: signed.signature, id: offerDigest(domain, signed.offer) };
}

/** Relayers list what can be taken: an offer that is not among it cannot be. */
async function fromRelayer(context: Context, id: Hex): Promise<SignedOffer> {
  const relayer = context.relayer();
  const buyer = selfIfKnown(context);
  let cursor: string | null | undefined;
  do {
    const page = await relayer.offers({ limit: 100, ...(buyer && { buyer }), ...(cursor && { cursor }) });
    const found = page.offers.find((entry) => entry.id === id);
    if (found !== undefined) return found;
    cursor = page.next;
  } while (cursor !== null);
  throw new MillraceError("The relayer has no such offer that can be taken now.", {
    code: "offer-unknown",
    found: id,
    next: "List offers with `millrace offers search`, or ask the operator for the file.",
  });
}

/** Whoever asks, if that is known: reading needs no key. */
export function selfIfKnown(context: Context): Address | undefined {
  try {
    return context.self();
  } catch {
    return undefined;
  }
}
