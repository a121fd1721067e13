import { expect } from "chai";
import { type Hex, zeroHash } from "viem";
import type { History } from "../../../scripts/demo/leases/history.ts";
import type { OperatorState } from "../../../scripts/demo/leases/holdings.ts";
import { accountFor } from "../../../scripts/demo/leases/lease-figures.ts";
import { drawLeases } from "../../../scripts/demo/leases/plot.ts";
import { ownStakes, seriesOf } from "../../../scripts/demo/leases/series.ts";
import { leaseOutcomes } from "../../../sdk/lease.ts";

const operator = "0x00000000000000000000000000000000000000aa";
const mill = 10n ** 18n;
const hour = 3_600;
const id = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const outcome = (name: (typeof leaseOutcomes)[number]) => leaseOutcomes.indexOf(name);
const terms = (continues: Hex = zeroHash) => ({ units: 1_000, continues, offer: { operator } });

type Told = { readonly eventName: string; readonly args: object; readonly hour: number; readonly tx: string };
const told = (hour: number, tx: string, eventName: string, args: object): Told => ({ hour, tx, eventName, args });

/** Block `n` is of hour `n`. */
function historyOf(events: Partial<Record<"leases" | "staking" | "disputes" | "nodes" | "quality", Told[]>>): History {
  const of = (list: Told[] = []) =>
    list.map(({ hour, tx, ...event }) => ({ ...event, blockNumber: BigInt(hour), transactionHash: tx }));
  const { leases, staking, disputes, nodes, quality } = events;
  return {
    leases: of(leases),
    staking: of(staking),
    disputes: of(disputes),
    nodes: of(nodes),
    quality: of(quality),
    timeOf: (block: bigint) => Number(block) * hour,
  } as unknown as History;
}

const ended = (leaseId: Hex, name: (typeof leaseOutcomes)[number], paid: bigint, refunded: bigint) => ({
  leaseId,
  outcome: outcome(name),
  paid,
  refunded,
});
const booked = (compensationId: bigint, leaseId: Hex, amount: bigint) => ({ compensationId, leaseId, amount });

/** One lease stops, one is abandoned and goes on, one has a fault proven, one an outage that ends it. */
const history = historyOf({
  leases: [
    told(1, "a", "LeaseOpened", { leaseId: id(1), terms: terms() }),
    told(1, "a", "LeaseOpened", { leaseId: id(2), terms: terms() }),
    told(1, "a", "LeaseStarted", { leaseId: id(1), endsAt: 9n * 3_600n }),
    told(1, "a", "LeaseStarted", { leaseId: id(2), endsAt: 9n * 3_600n }),
    told(3, "b", "LeaseEnded", ended(id(1), "stopped", 20n, 80n)),
    told(4, "c", "LeaseEnded", ended(id(2), "abandoned", 30n, 70n)),
    told(5, "d", "LeaseOpened", { leaseId: id(3), terms: terms(id(2)) }),
    told(5, "d", "LeaseStarted", { leaseId: id(3), endsAt: 6n * 3_600n }),
    told(7, "e", "LeaseEnded", ended(id(3), "completed", 10n, 0n)),
    told(8, "f", "LeaseRuled", { leaseId: id(1), proven: true }),
    told(9, "g", "LeaseFinal", { leaseId: id(1), outcome: outcome("faultProven") }),
    told(9, "g", "LeaseFinal", { leaseId: id(2), outcome: outcome("abandoned") }),
    told(9, "g", "LeaseFinal", { leaseId: id(3), outcome: outcome("completed") }),
    told(10, "h", "LeaseOpened", { leaseId: id(4), terms: terms() }),
    told(11, "i", "OutageReported", { leaseId: id(4) }),
    told(11, "i", "LeaseEnded", ended(id(4), "outage", 0n, 100n)),
  ],
  staking: [
    told(0, "s", "Staked", { operator, amount: 100n * mill }),
    told(4, "c", "CompensationBooked", booked(1n, id(2), 5n * mill)),
    told(8, "f", "CompensationBooked", booked(2n, id(1), 3n * mill)),
    told(8, "f", "SlashBooked", { operator, ownTaken: 10n * mill, delegatedTaken: 2n * mill }),
    told(9, "p", "SlashPaid", { bounty: mill, toBuyer: 2n * mill, burned: 9n * mill }),
    told(11, "i", "CompensationBooked", booked(3n, id(4), mill)),
    told(12, "q", "CompensationPaid", { compensationId: 1n, amount: 5n * mill }),
    told(13, "r", "CompensationReturned", { compensationId: 3n, amount: mill }),
  ],
  disputes: [
    told(7, "x", "DisputeOpened", {}),
    told(8, "f", "DisputeEnded", { verdict: 1, answered: true }),
    told(8, "y", "DisputeOpened", {}),
    told(9, "z", "DisputeEnded", { verdict: 0, answered: false }),
  ],
  nodes: [
    told(0, "n", "NodeRegistered", { nodeId: 1n, units: 2_000 }),
    told(1, "a", "UnitsLeased", { nodeId: 1n, units: 1_500, leasedUnits: 1_500 }),
    told(2, "a", "UnitsFreed", { nodeId: 1n, units: 1_000, leasedUnits: 500 }),
    told(3, "a", "UnitsLeased", { nodeId: 1n, units: 2_000, leasedUnits: 2_500 }),
  ],
  quality: [told(9, "g", "TierChanged", { operator, tier: 1 })],
});
const operators: OperatorState[] = [{ tier: 1, own: 82n * mill, units: 2_000n, leasedUnits: 0n }];
const account = accountFor(history, operators);

describe("demo: figures of leases, from what the chain said", () => {
  it("counts each lease by its final outcome, with those that go on and those that are not final", () => {
    expect(account.figures.outcomes).to.include({ opened: 4, faultProven: 1, abandoned: 1, completed: 1, stopped: 0 });
    expect(account.figures.outcomes).to.include({ continued: 1, notFinal: 1, outage: 0 });
    expect(account.figures).to.include({ paid: 60n, refunded: 250n });
  });

  it("tells compensation for failures from that for outages and disputes", () => {
    const { compensation, byDispute, byOutage } = account.figures;
    const none = { paid: 0, amountPaid: 0n };
    expect(compensation).to.deep.equal({ booked: 1, paid: 1, amountBooked: 5n * mill, amountPaid: 5n * mill });
    expect(byDispute).to.deep.equal({ booked: 1, amountBooked: 3n * mill, ...none });
    expect(byOutage).to.deep.equal({ booked: 1, amountBooked: mill, ...none });
  });

  it("adds up slashes, disputes, tiers and units, and sees what was sold twice", () => {
    const { slashes, disputes, tiers, units } = account.figures;
    expect(slashes).to.deep.equal({
      booked: 1,
      amount: 12n * mill,
      bounty: mill,
      toBuyers: 2n * mill,
      burned: 9n * mill,
    });
    expect(disputes).to.deep.equal({ opened: 2, upheld: 1, rejected: 0, unanswered: 1, appealed: 0 });
    expect(tiers).to.deep.equal([0, 1, 0, 0]);
    expect(units).to.deep.equal({ registered: 2_000, mostLeased: 2_500, stillLeased: 0, oversold: 1 });
  });

  it("weighs what buyers paid and got against a market without a warranty", () => {
    const { warranty } = account.figures;
    // Two hours, three hours, and one: the third lease was due an hour before anybody ended it.
    expect(warranty.gpuHours).to.equal(6);
    expect(warranty).to.include({ failed: 3, lockedForFailed: 300n });
    expect(warranty.with).to.deep.equal({ paid: 60n, compensation: 5n * mill });
    expect(warranty.without).to.deep.equal({ paid: 310n, compensation: 0n });
  });

  it("follows an operator's own stake through everything that changes it", () => {
    expect(ownStakes(history, account).get(operator)).to.equal(82n * mill);
  });

  it("draws compensation, stake and tiers over time, and ends", () => {
    const series = seriesOf(history, account, new Map([[operator, "flaky" as const]]), 0);
    expect(series.failures.at(-1)).to.equal(1);
    expect([series.booked.at(-1), series.paid.at(-1)]).to.deep.equal([9, 5]);
    expect(series.stake.flaky.at(-1)).to.equal(82);
    expect(series.tiers.map((counts) => counts.at(-1))).to.deep.equal([0, 1, 0, 0]);
    expect(series.tiers.map((counts) => counts[0])).to.deep.equal([1, 0, 0, 0]);
    const picture = drawLeases(series);
    for (const text of ["Compensation against failures", "Own stake", "Operators by tier", "compensation paid"]) {
      expect(picture).to.include(text);
    }
  });
});
