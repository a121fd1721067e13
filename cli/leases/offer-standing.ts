import { isAddressEqual, zeroAddress } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { time } from "../output/format.ts";
import { type OfferSigner, readOfferSigner } from "./offer-signer.ts";
import { type NamedOffer, selfIfKnown } from "./offer-source.ts";

/** An offer, and what the chain says of it and of its operator now. Stake in MILL's smallest unit. */
export type OfferStanding = {
  readonly signer: OfferSigner;
  readonly tier: number;
  readonly classId: number;
  readonly freeUnits: number;
  readonly requiredStakePerUnit: bigint;
  /** The protocol's fee of a lease that is opened now, bps. */
  readonly feeBps: bigint;
  /** The operator's own stake that is neither bonded nor locked. */
  readonly freeStake: bigint;
  /** Why it cannot be taken now, in words; empty if nothing speaks against it. */
  readonly obstacles: readonly string[];
};

/** @param units that are wanted; 1 to only look */
export async function readOfferStanding(context: Context, named: NamedOffer, units = 1): Promise<OfferStanding> {
  const { client, deployment } = context;
  const { offer } = named;
  const { offers, nodes, staking, quality, parameters } = contractsOf(deployment);
  const [{ timestamp: now }, signer, counter, [uses, isCancelled], node, freeStake, tier, { protocolFeeBps }] =
    await Promise.all([
      client.getBlock(),
      readOfferSigner(context, named),
      client.readContract({ ...offers, functionName: "offerCounter", args: [offer.operator] }),
      client.readContract({ ...offers, functionName: "offerUses", args: [offer.operator, offer.salt] }),
      client.readContract({ ...nodes, functionName: "node", args: [offer.nodeId] }),
      client.readContract({ ...staking, functionName: "freeStake", args: [offer.operator] }),
      client.readContract({ ...quality, functionName: "tierOf", args: [offer.operator] }),
      client.readContract({ ...parameters, functionName: "leaseTerms" }),
    ]);
  const terms = await client.readContract({ ...nodes, functionName: "class", args: [node.classId] });
  const fee = [offer.operator, BigInt(protocolFeeBps), BigInt(terms.subsidyBps)] as const;
  const feeBps = await client.readContract({ ...quality, functionName: "leaseFeeBps", args: fee });
  const freeUnits = node.units - node.leasedUnits;
  const wanted = BigInt(units);
  const needed = wanted * (offer.bondPerUnit + terms.requiredStakePerUnit);
  const self = selfIfKnown(context);
  const isForOther = offer.buyer !== zeroAddress && self !== undefined && !isAddressEqual(offer.buyer, self);
  const against: readonly (readonly [boolean, string])[] = [
    [signer.by === "nobody", "it is not signed by the operator, a key of it or its wallet"],
    [now > BigInt(offer.expiresAt), `it was good until ${time(BigInt(offer.expiresAt))}`],
    [offer.counter !== counter, "the operator has withdrawn all its older offers"],
    [isCancelled, "the operator has withdrawn it"],
    [offer.uses !== 0 && uses >= BigInt(offer.uses), `it was taken ${uses} of ${offer.uses} times`],
    [isForOther, `it is for ${offer.buyer} only`],
    [!isAddressEqual(node.operator, offer.operator), `node ${offer.nodeId} is not the operator's`],
    [!node.active, `node ${offer.nodeId} is not active`],
    [BigInt(node.attestedUntil) < now, `the node's attestation was good until ${time(BigInt(node.attestedUntil))}`],
    [units > freeUnits, `${freeUnits} units of the node are free`],
    [offer.bondPerUnit < terms.leastBondPerUnit, `its class asks for a bond of ${mill(terms.leastBondPerUnit)} a unit`],
    [needed > freeStake, `the operator has ${mill(freeStake)} of free stake, ${mill(needed)} are needed`],
  ];
  return {
    signer,
    tier,
    classId: node.classId,
    freeUnits,
    requiredStakePerUnit: terms.requiredStakePerUnit,
    feeBps: BigInt(feeBps),
    freeStake,
    obstacles: against.flatMap(([holds, why]) => (holds ? [why] : [])),
  };
}
