import { type PrivateKeyAccount, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { delegateVotes } from "../../../sdk/governance-calls.ts";
import { feeOfDown } from "../../../sdk/payment-math.ts";
import { send } from "../chain.ts";
import { keyOf } from "../random.ts";
import { carry, propose, readMotion } from "./ballot.ts";
import type { ClosingReport, ProposalFigures } from "./closing-summary.ts";
import { pokeAll } from "./emit.ts";
import { collectLot, sellLot } from "./lot.ts";
import { findEpochFaults, readEpoch, readSupply } from "./outcome.ts";
import { findProposalFaults } from "./proposal-verdict.ts";
import type { ClosingCast, ClosingStage } from "./stage.ts";
import { endStanding, openAnother, openStanding, payStanding, readChannel, readFees } from "./standing.ts";

/** What the closing act has brought, and what of it does not add up. */
export type ClosingAct = { readonly report: ClosingReport; readonly faults: readonly string[] };

/** An epoch ends with auction, burn, rebates and rewards, while a vote changes a setting and what is open stays as it was. */
export async function playClosingAct(stage: ClosingStage): Promise<ClosingAct> {
  const { chain, played, progress } = stage;
  const { place } = played;
  const { ecosystem } = played.cast;
  const cast = await castOf(stage);
  const { voter, bidder, keeper } = cast;
  const fromBlock = (await chain.getBlockNumber()) + 1n;
  const supplyBefore = await readSupply(stage);

  progress.step("A keeper pokes Emissions and collects the fees of all operators into a lot");
  await pokeAll(stage, keeper);
  const lot = await collectLot(stage, keeper);

  progress.step("A buyer opens a channel and a lease; a voter proposes a higher protocol fee");
  await send(chain, ecosystem, delegateVotes(place.mill, voter.address));
  const standing = await openStanding(stage, cast);
  const feesBefore = await readFees(stage, standing.operator);
  const open = await readTerms(stage, standing);
  const motion = await propose(stage, voter);

  progress.step("The lot's price comes down, a bidder buys it, MILL is burned; rebates and rewards are paid");
  await sellLot(stage, lot, bidder, keeper);
  await pokeAll(stage, keeper);

  progress.step("The vote is carried, queued and executed; the channel and the lease pay by the terms that they have");
  await carry(stage, motion, cast);
  const result = await readMotion(stage, motion);
  const later = await readTerms(stage, standing);
  await payStanding(stage, standing, cast);
  const paid = await readTerms(stage, standing);
  const fees = (await readFees(stage, standing.operator)) - feesBefore;
  const another = await openAnother(stage, standing, cast);
  const newChannelFeeBps = (await readChannel(stage, another)).feeBps;
  await endStanding(stage, standing, another, cast);

  const expected =
    feeOfDown(paid.channel.settled, open.channel.feeBps) + feeOfDown(paid.lease.settled, open.lease.feeBps);
  const proposal: ProposalFigures = {
    parameter: motion.parameter,
    before: motion.before,
    after: result.after,
    state: result.state,
    votesFor: result.votesFor,
    openChannelFeeBps: later.channel.feeBps,
    openLeaseFeeBps: later.lease.feeBps,
    newChannelFeeBps,
    paid: paid.channel.settled + paid.lease.settled,
    fees,
    unchanged:
      [later, paid].every((each) => each.channel.feeBps === open.channel.feeBps) &&
      [later, paid].every((each) => each.lease.feeBps === open.lease.feeBps) &&
      fees === expected,
  };
  const epoch = await readEpoch(stage, fromBlock);
  const supplyChange = (await readSupply(stage)) - supplyBefore;
  const faults = [
    ...(await findEpochFaults(stage, lot, bidder.address, epoch, supplyChange)),
    ...findProposalFaults(proposal, motion.wanted, expected),
  ];
  return { report: { epoch, proposal }, faults };
}

async function readTerms(stage: ClosingStage, standing: Awaited<ReturnType<typeof openStanding>>) {
  return {
    channel: await readChannel(stage, standing.channel),
    lease: await readChannel(stage, standing.leaseChannel),
  };
}

/** Everybody gets money for gas. */
async function castOf({ chain, seed, played }: ClosingStage): Promise<ClosingCast> {
  const account = (role: string): PrivateKeyAccount => privateKeyToAccount(keyOf(seed, `closing ${role}`));
  const session = account("session");
  const cast = {
    voter: account("voter"),
    bidder: account("bidder"),
    buyer: account("buyer"),
    keeper: account("keeper"),
  };
  for (const { address } of [...Object.values(cast), ...played.cast.delegators]) {
    await chain.setBalance({ address, value: parseEther("100") });
  }
  return { ...cast, session };
}
