import { expect } from "chai";
import type { Hex } from "viem";
import type { Snapshot } from "../../../scripts/books/read.ts";
import { expectedOutcomes } from "../../../scripts/demo/leases/expected.ts";
import { parseJobs } from "../../../scripts/demo/leases/jobs.ts";
import type { LeaseAccount, LeaseFigures } from "../../../scripts/demo/leases/lease-figures.ts";
import { planLeases } from "../../../scripts/demo/leases/lease-plan.ts";
import { findLeaseFaults, type LeaseEvidence } from "../../../scripts/demo/leases/lease-verdict.ts";
import { parseMachines } from "../../../scripts/demo/leases/machines.ts";
import { countOutcomes, type LeaseRecord } from "../../../scripts/demo/leases/outcomes.ts";
import { drawJobs, drawNodes } from "../../../scripts/samples/make-lease-samples.ts";
import { channelIdOfTerms } from "../../../sdk/channel.ts";
import { leaseChannel } from "../../../sdk/lease.ts";
import { sampleTerms } from "./sample-terms.ts";

const plan = planLeases(
  parseJobs(drawJobs(80, "test"), "jobs", 0),
  parseMachines(drawNodes(40, "test"), "nodes"),
  "verdict",
);
const leases = "0x00000000000000000000000000000000000000bb";

/** What Escrow's storage says of the channels. */
let settled: Map<Hex, { deposited: bigint; settled: bigint }> | undefined;

/** A chain that did all that was planned; each lease paid one. */
function evidence(change: (figures: LeaseFigures, records: LeaseRecord[]) => Partial<LeaseFigures> = () => ({})) {
  const records = expectedOutcomes(plan).map((outcome, index): LeaseRecord => {
    const { continues } = plan.leases[index] as (typeof plan.leases)[number];
    const terms = sampleTerms(BigInt(index), continues === undefined ? 0 : continues + 1);
    return { leaseId: `0x${index}`, terms, openedAt: 1, paid: 1n, refunded: 0n, outcome };
  });
  const course = (...names: string[]) => plan.claims.filter((claim) => names.includes(claim.course)).length;
  const outcomes = countOutcomes(records);
  const failures = outcomes.abandoned + outcomes.noShow;
  const totals = { booked: failures, paid: failures, amountBooked: 1n, amountPaid: 1n };
  const upheld = course("deserved", "deservedAppealed");
  const figures: LeaseFigures = {
    outcomes,
    paid: BigInt(records.length),
    refunded: 0n,
    compensation: totals,
    byOutage: totals,
    byDispute: totals,
    slashes: { booked: upheld, amount: 3n, bounty: 1n, toBuyers: 1n, burned: 1n },
    disputes: {
      opened: plan.claims.length,
      upheld,
      rejected: course("false", "falseAppealed"),
      unanswered: course("unanswered"),
      appealed: course("falseAppealed", "deservedAppealed"),
    },
    tiers: [1, 0, 0, 0],
    units: { registered: 1, mostLeased: 1, stillLeased: 0, oversold: 0 },
    warranty: {
      gpuHours: 0,
      failed: 0,
      lockedForFailed: 0n,
      with: { paid: 0n, compensation: 0n },
      without: { paid: 0n, compensation: 0n },
    },
  };
  settled ??= new Map(
    records.map(({ terms }) => [channelIdOfTerms(leaseChannel(leases, terms)), { deposited: 1n, settled: 1n }]),
  );
  const changed = { ...figures, ...change(figures, records) };
  const account: LeaseAccount = {
    figures: changed,
    records: new Map(records.map((record) => [record.leaseId, record])),
    compensations: [],
  };
  return {
    plan,
    account,
    operators: [{ tier: 0, own: 5n, units: 1n, leasedUnits: 0n }],
    addresses: [leases],
    stakes: new Map([[leases, 5n]]),
    leases,
    snapshot: { tokens: [{ channels: settled }] } as unknown as Snapshot,
  } satisfies LeaseEvidence;
}

describe("demo: verdict on the leases", () => {
  it("finds nothing where the chain did all that trace and plan say", () => {
    expect(findLeaseFaults(evidence())).to.deep.equal([]);
  });

  it("says what does not add up, each by name", () => {
    const wrong: readonly (readonly [
      string,
      (figures: LeaseFigures, records: LeaseRecord[]) => Partial<LeaseFigures>,
    ])[] = [
      ["rows that failed", ({ outcomes }) => ({ outcomes: { ...outcomes, abandoned: outcomes.abandoned + 1 } })],
      ["never scheduled", ({ outcomes }) => ({ outcomes: { ...outcomes, noShow: 0 } })],
      ["rows that ran", ({ outcomes }) => ({ outcomes: { ...outcomes, stopped: 0 } })],
      ["leases not final", ({ outcomes }) => ({ outcomes: { ...outcomes, notFinal: 1 } })],
      ["compensations paid", ({ compensation }) => ({ compensation: { ...compensation, paid: 0 } })],
      ["compensations booked", ({ compensation }) => ({ compensation: { ...compensation, booked: 0 } })],
      ["slashes booked", ({ slashes }) => ({ slashes: { ...slashes, booked: 9 } })],
      ["slashes paid out", ({ slashes }) => ({ slashes: { ...slashes, burned: 0n } })],
      ["disputes rejected", ({ disputes }) => ({ disputes: { ...disputes, rejected: 9 } })],
      ["oversold", ({ units }) => ({ units: { ...units, oversold: 1 } })],
      ["still under leases", ({ units }) => ({ units: { ...units, stillLeased: 1 } })],
      ["Escrow's storage", () => ({ paid: 1n })],
      [
        "differ from the plan: 1",
        (_, records) => {
          (records[0] as LeaseRecord).outcome = "released";
          return {};
        },
      ],
    ];
    for (const [what, change] of wrong) {
      expect(findLeaseFaults(evidence(change)).join("\n"), what).to.include(what);
    }
    expect(findLeaseFaults({ ...evidence(), stakes: new Map([[leases, 6n]]) }).join("\n")).to.include("own stake of");
  });
});
