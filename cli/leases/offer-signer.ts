import type { Address } from "viem";
import { isAddressEqual, recoverAddress } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";
import type { NamedOffer } from "./offer-source.ts";

/** Whose signature an offer carries; `by` is nobody if it is not the operator's in any way. */
export type OfferSigner = { readonly by: "operator" | "key" | "wallet" | "nobody"; readonly signer?: Address };

/** As `Offers` checks it: the operator's own, that of a key that it has named, or that of its wallet contract. */
export async function readOfferSigner(
  { client, deployment }: Context,
  { offer, signature, id }: NamedOffer,
): Promise<OfferSigner> {
  const { operator } = offer;
  const signer = await recoverAddress({ hash: id, signature }).catch(() => undefined);
  if (signer !== undefined && isAddressEqual(signer, operator)) return { by: "operator", signer };
  const { offers } = contractsOf(deployment);
  if (
    signer !== undefined &&
    (await client.readContract({ ...offers, functionName: "actsFor", args: [signer, operator] }))
  ) {
    return { by: "key", signer };
  }
  const hasCode = (await client.getCode({ address: operator })) !== undefined;
  if (hasCode && (await client.verifyHash({ address: operator, hash: id, signature }))) return { by: "wallet" };
  return { by: "nobody", ...(signer && { signer }) };
}
