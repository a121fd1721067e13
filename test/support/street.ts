import { type ContractTransactionResponse, MaxUint256 } from "ethers";
import { networkHelpers } from "../world.ts";
import { dollars, noonAfter, pass, perUnitHour } from "./history.ts";
import { DAY, GPU, HOUR, type Leasing, leasing, MILL, registerNode, stakeFor, type Terms } from "./leasing.ts";
import type { Channel } from "./vouchers.ts";

const { time } = networkHelpers;

/** What anybody can see at a moment, and therefore copy. */
export type Seen = {
  /** A lease that has begun. */
  terms?: Terms;
  /** Vouchers that have been handed over, or are in a transaction on its way. */
  readonly vouchers: { readonly channel: Channel; readonly cumulative: bigint }[];
};

/** A call of somebody who has a right to what it brings, or of a keeper: s from the noon at which it all begins. */
export type Step = { readonly at: number; readonly call: (seen: Seen) => Promise<ContractTransactionResponse> };

/** Two operators of tier 1 whose stake counts in full, the first with a relayer; and a bidder, `stranger`, with MILL. */
export type Street = Leasing & { readonly begins: bigint; readonly steps: readonly Step[] };

/** Lots are bid for this long after a day has begun, one a day, so that each fetches the same price per token. */
const BID_AT = 9 * HOUR;
const FIRST_BID_DAY = 6;
/** More than there can be lots. */
const MOST_LOTS = 8;

/** Use with `loadFixture`. */
export async function street(): Promise<Street> {
  const m = await leasing();
  const by = { operator: m.otherOperator, nodeId: await registerNode(m, await staked(m), GPU, 2n) };
  await m.escrow.connect(m.operator).setRelayer(m.token, m.relayer, 500n);
  await pass(m, [{ price: 0n }, { price: 0n, by }]);
  await pass(m, [{ price: dollars(200) }, { price: dollars(200) }, { price: dollars(100), by }]);
  await m.feeAuction.collect(m.token, [m.operator, m.otherOperator]);
  await m.emissions.poke([m.operator, m.otherOperator]);
  await m.millToken.connect(m.treasury).transfer(m.stranger, 100_000_000n * MILL);
  await m.millToken.connect(m.stranger).approve(m.feeAuction, MaxUint256);
  const begins = noonAfter(BigInt(await time.latest()) + BigInt(HOUR));
  return { ...m, begins, steps: await business(m) };
}

async function staked(m: Leasing) {
  await stakeFor(m, m.operator, 5_000n * MILL);
  await stakeFor(m, m.otherOperator, 5_000n * MILL);
  return m.otherOperator;
}

/** Three weeks of ordinary business: vouchers, a lease, a channel that is closed, fees, lots, rebates and rewards. */
async function business(m: Leasing): Promise<Step[]> {
  const [first, second, theirs] = [await m.open(), await m.open(), await m.open(undefined, other(m))];
  const both = [m.operator.address, m.otherOperator.address];
  const settle = (channel: Channel, amount: number) => (seen: Seen) => {
    const cumulative = dollars(amount) + 1n;
    seen.vouchers.push({ channel, cumulative });
    const { operator, token } = channel.terms;
    return m.escrow.connect(m.relayer).settle(operator, token, [m.claim(channel, cumulative)]);
  };
  const lease = async (seen: Seen) => {
    const { terms } = await m.lease({ nonce: 7n, offer: { pricePerUnitHour: perUnitHour(dollars(100)) } });
    seen.terms = terms;
    return m.leases.connect(m.operator).start(terms);
  };
  const ofLease = (call: "complete" | "finalize") => (seen: Seen) =>
    m.leases.connect(m.operator)[call](seen.terms as Terms);
  const collect = () => m.feeAuction.collect(m.token, both);
  const lots = Array.from({ length: MOST_LOTS }, (_, index) => BigInt(index + 1));
  return [
    { at: 0, call: lease },
    { at: 2 * HOUR, call: settle(first, 50) },
    { at: 20 * HOUR, call: ofLease("complete") },
    { at: DAY, call: settle(first, 120) },
    { at: DAY + HOUR, call: settle(theirs, 75) },
    { at: DAY + 6 * HOUR, call: collect },
    { at: DAY + 7 * HOUR, call: () => m.escrow.connect(m.buyer).requestClose(first.terms) },
    { at: 2 * DAY, call: () => m.emissions.poke(both) },
    { at: 2 * DAY + 6 * HOUR, call: settle(first, 300) },
    { at: 3 * DAY + 12 * HOUR, call: () => m.escrow.connect(m.buyer).close(first.terms) },
    { at: 3 * DAY + 14 * HOUR, call: ofLease("finalize") },
    { at: 3 * DAY + 20 * HOUR, call: collect },
    { at: 4 * DAY, call: settle(second, 200) },
    { at: 4 * DAY + HOUR, call: settle(theirs, 400) },
    { at: 4 * DAY + 6 * HOUR, call: collect },
    ...lots.map((lot, index) => ({
      at: (FIRST_BID_DAY + index) * DAY - 12 * HOUR + BID_AT,
      call: () => m.feeAuction.connect(m.stranger).bid(lot, MaxUint256, MaxUint256),
    })),
    ...lots.map((lot, index) => ({ at: 18 * DAY + index * 60, call: () => m.feeAuction.claimRebates(lot, both) })),
    { at: 19 * DAY, call: () => m.escrow.collectRelayerFees(m.token, both) },
    { at: 20 * DAY, call: () => m.emissions.poke(both) },
  ];
}

const other = (m: Leasing) => ({ operator: m.otherOperator.address });
