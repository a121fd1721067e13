import { encodeFunctionData, maxUint256, type PrivateKeyAccount, zeroAddress, zeroHash } from "viem";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import { testUsdAbi } from "../../../sdk/abi/test-usd.ts";
import { type ChannelTerms, channelIdOfTerms, plainTerms, saltOf } from "../../../sdk/channel.ts";
import { escrowDomain } from "../../../sdk/domain.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { leaseChannel, type OpenedLease, openedLease } from "../../../sdk/lease.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { meterings, type Offer, offerKinds, signOffer } from "../../../sdk/offer.ts";
import { stakeCalls, tokenCalls } from "../../../sdk/stake-calls.ts";
import { signVoucher, toClaim } from "../../../sdk/voucher.ts";
import { send } from "../chain.ts";
import { classTerms } from "../leases/classes.ts";
import { bondPerUnit, pricePerUnitHour } from "../leases/prices.ts";
import type { PlannedNode, PlannedOperator } from "../leases/providers.ts";
import { promisedUptimeBps } from "../leases/trials.ts";
import { type ClosingCast, type ClosingStage, moveTo } from "./stage.ts";

const day = 86_400;
/** One GPU. Long enough for a vote. */
const units = 1_000;
const leaseSeconds = 30 * day;
const dollars = 1_000_000n;
const balance = 20_000n * dollars;
const deposit = 1_000n * dollars;
const served = 700n * dollars;

/** A channel and a lease with one operator, open while others vote. */
export type Standing = {
  readonly operator: PrivateKeyAccount;
  readonly channel: ChannelTerms;
  readonly lease: OpenedLease;
  readonly leaseChannel: ChannelTerms;
};

/** A buyer opens a channel to an operator, and takes a lease of a GPU, which the operator starts. */
export async function openStanding(stage: ClosingStage, { buyer, session }: ClosingCast): Promise<Standing> {
  const { chain, plan, played } = stage;
  const { cast, place } = played;
  const seller = plan.operators.findIndex(({ habit }) => habit === "record" || habit === "steady");
  const planned = plan.operators[seller] as PlannedOperator;
  const operator = cast.operators[seller] as PrivateKeyAccount;
  const [nodeNumber] = planned.nodes as [number];
  const node = plan.nodes[nodeNumber] as PlannedNode;

  await fund(stage, buyer);
  const channel = channelTo(stage, buyer, session, operator, 1n);
  await send(chain, buyer, escrowCalls.open(place.escrow, channel, deposit));

  // What it has may stand behind nodes, so it adds what this lease needs.
  const { requiredStake } = classTerms(node.classId);
  const stake = BigInt(units) * (requiredStake + bondPerUnit(node, "onDemand")) + planned.requiredStake;
  await send(chain, cast.ecosystem, tokenCalls.transfer(place.mill, operator.address, stake));
  await send(chain, operator, stakeCalls.stake(place.staking, stake));
  const { timestamp } = await chain.getBlock();
  const offer: Offer = {
    operator: operator.address,
    nodeId: played.nodeIds[nodeNumber] as bigint,
    token: place.token.address,
    pricePerUnitHour: pricePerUnitHour(planned, node, "onDemand"),
    minSeconds: 0,
    maxSeconds: leaseSeconds,
    bondPerUnit: bondPerUnit(node, "onDemand"),
    promisedUptimeBps,
    kind: offerKinds.indexOf("onDemand"),
    metering: meterings.indexOf("byTime"),
    noticeSeconds: 0,
    startWindowSeconds: 3_600,
    graceSeconds: 0,
    earlyExitBps: 0,
    buyer: buyer.address,
    uses: 1,
    expiresAt: Number(timestamp) + day,
    counter: 0n,
    salt: BigInt(timestamp),
  };
  const order = {
    offer,
    signature: await signOffer(operator, place.offers, offer),
    units,
    durationSeconds: leaseSeconds,
    signer: zeroAddress,
    continues: zeroHash,
    nonce: 1n,
  };
  const { logs } = await send(chain, buyer, leaseCalls.open(place.leases, order));
  const lease = openedLease(place.leases, logs);
  await send(chain, operator, leaseCalls.start(place.leases, lease.terms));
  return { operator, channel, lease, leaseChannel: leaseChannel(place.leases, lease.terms) };
}

/** The protocol's share of what goes through the channel, and what did, as Escrow has it. */
export function readChannel({ chain, played }: ClosingStage, terms: ChannelTerms) {
  const read = { address: played.place.escrow, abi: escrowAbi, functionName: "channel" } as const;
  return chain.readContract({ ...read, args: [channelIdOfTerms(terms)] });
}

/** Protocol fees on what an operator earned that are not collected, in the token's smallest unit. */
export async function readFees({ chain, played }: ClosingStage, operator: PrivateKeyAccount): Promise<bigint> {
  const { escrow, token } = played.place;
  const read = { address: escrow, abi: escrowAbi, functionName: "earnings" } as const;
  const [, fees] = await chain.readContract({ ...read, args: [operator.address, token.address] });
  return fees;
}

/** The buyer pays through the channel by a voucher, and stops the lease, which pays for its time. */
export async function payStanding(stage: ClosingStage, standing: Standing, { buyer, session }: ClosingCast) {
  const { chain, deployment, played } = stage;
  const { escrow, token, leases } = played.place;
  const { operator, channel, lease } = standing;
  const domain = escrowDomain(deployment.chainId, escrow);
  const voucher = { operator: operator.address, token: token.address, salt: saltOf(channel), cumulative: served };
  const claim = toClaim(voucher, await signVoucher(session, domain, voucher));
  await send(chain, operator, escrowCalls.settle(escrow, operator.address, token.address, [claim]));
  await send(chain, buyer, leaseCalls.stop(leases, lease.terms));
}

/** The same buyer opens another channel to the same operator. @returns its terms */
export async function openAnother(
  stage: ClosingStage,
  { operator }: Standing,
  { buyer, session }: ClosingCast,
): Promise<ChannelTerms> {
  const terms = channelTo(stage, buyer, session, operator, 2n);
  await send(stage.chain, buyer, escrowCalls.open(stage.played.place.escrow, terms, deposit));
  return terms;
}

/** Close what is open, wait until the lease is final, and withdraw what is left. */
export async function endStanding(
  stage: ClosingStage,
  { operator, channel, lease }: Standing,
  another: ChannelTerms,
  { buyer, keeper }: ClosingCast,
): Promise<void> {
  const { chain, played } = stage;
  const { escrow, token, leases } = played.place;
  for (const terms of [channel, another]) await send(chain, operator, escrowCalls.close(escrow, terms));
  const { timestamp } = await chain.getBlock();
  await moveTo(chain, timestamp + BigInt(lease.terms.bound.claimWindowSeconds));
  await send(chain, keeper, leaseCalls.finalize(leases, lease.terms));
  const read = { address: escrow, abi: escrowAbi, functionName: "freeBalance" } as const;
  const free = await chain.readContract({ ...read, args: [buyer.address, token.address] });
  await send(chain, buyer, escrowCalls.withdraw(escrow, token.address, free, buyer.address));
  await send(chain, operator, escrowCalls.withdrawEarnings(escrow, token.address));
}

function channelTo(
  { played }: ClosingStage,
  buyer: PrivateKeyAccount,
  session: PrivateKeyAccount,
  operator: PrivateKeyAccount,
  nonce: bigint,
): ChannelTerms {
  const { address: token } = played.place.token;
  const [payer, signer] = [buyer.address, session.address];
  return plainTerms({ payer, operator: operator.address, token, signer, nonce });
}

async function fund({ chain, played }: ClosingStage, buyer: PrivateKeyAccount): Promise<void> {
  const { escrow, token } = played.place;
  const args = [buyer.address, balance] as const;
  const data = encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args });
  await send(chain, buyer, { to: token.address, data, functionName: "mint", args });
  await send(chain, buyer, tokenCalls.approve(token.address, escrow, maxUint256));
  await send(chain, buyer, escrowCalls.deposit(escrow, token.address, balance));
}
