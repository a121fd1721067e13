import { expect } from "chai";
import fc from "fast-check";
import type { Address } from "viem";
import { type BatchPolicy, chooseGroups, type DueGroup } from "../../../relayer/core/batch-choice.ts";
import { calldataBytesOf, gasLimitOf } from "../../../relayer/core/batch-limits.ts";
import { type ClaimGroup, packBatches } from "../../../relayer/settle/pack.ts";
import type { DueVoucher } from "../../../relayer/store/due.ts";

const token: Address = `0x${"aa".repeat(20)}`;
const operatorOf = (index: number): Address => `0x${index.toString(16).padStart(40, "0")}`;
const policy: BatchPolicy = { value: 1_000n, channelValue: 300n, ageSeconds: 60, maxClaims: 100 };

function due(index: number, part: Partial<DueGroup> = {}): DueGroup {
  return {
    operator: operatorOf(index),
    token,
    claims: 1,
    value: 10n,
    largestChannel: 10n,
    oldestSeconds: 1,
    closing: 0,
    ...part,
  };
}

const reasonOf = (group: DueGroup, flush = false) => chooseGroups([group], () => policy, flush)[0]?.reason;

describe("when to settle", () => {
  it("waits while nothing is near its limit", () => {
    expect(reasonOf(due(1))).to.equal(undefined);
  });

  it("settles at each limit, and not a unit below it", () => {
    expect(reasonOf(due(1, { value: 1_000n }))).to.equal("value");
    expect(reasonOf(due(1, { value: 999n }))).to.equal(undefined);
    expect(reasonOf(due(1, { largestChannel: 300n }))).to.equal("value");
    expect(reasonOf(due(1, { largestChannel: 299n }))).to.equal(undefined);
    expect(reasonOf(due(1, { oldestSeconds: 60 }))).to.equal("age");
    expect(reasonOf(due(1, { oldestSeconds: 59.9 }))).to.equal(undefined);
    expect(reasonOf(due(1, { claims: 100 }))).to.equal("full");
    expect(reasonOf(due(1, { claims: 99 }))).to.equal(undefined);
    expect(reasonOf(due(1), true)).to.equal("flush");
  });

  it("puts a close request ahead of everything, however small", () => {
    const groups = [
      due(1, { value: 10_000n, oldestSeconds: 9_999 }),
      due(2, { closing: 1 }),
      due(3, { oldestSeconds: 70 }),
    ];
    const chosen = chooseGroups(groups, () => policy, false);
    expect(chosen.map(({ operator, reason }) => [operator, reason])).to.deep.equal([
      [operatorOf(2), "closing"],
      [operatorOf(1), "value"],
      [operatorOf(3), "age"],
    ]);
  });

  it("takes groups that wait along once together they fill a batch", () => {
    const many = Array.from({ length: 60 }, (_, index) => due(index, { claims: 2 }));
    expect(chooseGroups(many.slice(0, 49), () => policy, false)).to.deep.equal([]);
    expect(chooseGroups(many, () => policy, false).map(({ reason }) => reason)).to.include("full");
  });
});

const limits = { maxClaims: 50, maxGas: 1_000_000, maxCalldataBytes: 6_000 };

function voucher(group: number, index: number, failures: number): DueVoucher {
  const channelId = `0x${(group * 10_000 + index).toString(16).padStart(64, "0")}` as const;
  return {
    channelId,
    operator: operatorOf(group),
    token,
    salt: 1n,
    cumulative: 1n,
    signature: "0x",
    closing: false,
    failures,
  };
}

const groupsArbitrary = fc
  .array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 120 }), { maxLength: 12 })
  .map((groups) =>
    groups.map(
      (failures, group): ClaimGroup => ({ reason: "flush", vouchers: failures.map((f, i) => voucher(group, i, f)) }),
    ),
  );

describe("what goes into one transaction", () => {
  it("carries every voucher exactly once, within all limits, with its own operator and with its like", () => {
    fc.assert(
      fc.property(groupsArbitrary, (groups) => {
        const batches = packBatches(groups, limits);
        const carried = batches.flatMap((batch) => batch.groups.flatMap((group) => group.vouchers));
        const given = groups.flatMap((group) => group.vouchers);
        expect(carried.map(({ channelId }) => channelId).sort()).to.deep.equal(
          given.map(({ channelId }) => channelId).sort(),
        );
        for (const batch of batches) {
          const claims = batch.groups.reduce((sum, group) => sum + group.vouchers.length, 0);
          expect(claims).to.be.within(1, Math.ceil(limits.maxClaims / 8 ** batch.failures));
          expect(gasLimitOf(batch.groups.length, claims)).to.be.at.most(limits.maxGas);
          expect(calldataBytesOf(batch.groups.length, claims)).to.be.at.most(limits.maxCalldataBytes);
          for (const { vouchers } of batch.groups) {
            expect(new Set(vouchers.map(({ operator }) => operator)).size).to.equal(1);
            expect(vouchers.every(({ failures }) => failures === batch.failures)).to.equal(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("fits a thousand claims of one operator below the gas limit of a transaction", () => {
    expect(gasLimitOf(1, 1_000)).to.be.at.most(16_777_216);
  });
});
