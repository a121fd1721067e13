import { expect } from "chai";
import { AbiCoder } from "ethers";
import { attestNode } from "../support/attestations.ts";
import {
  type Courtroom,
  courtroom,
  DELEGATED,
  EVIDENCE,
  Fault,
  OWN_STAKE,
  PLACE,
  Verdict,
} from "../support/courtroom.ts";
import { DAY, MILL } from "../support/leasing.ts";
import { selfLease, wealthOf } from "../support/self-dealing.ts";
import { slashOf } from "../support/slash-model.ts";
import { ethers, networkHelpers, provider } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const STAKE = { own: OWN_STAKE, delegated: DELEGATED };

/** What an operator may try between its fault and the dispute of its buyer. */
const DODGES: Readonly<Record<string, (c: Courtroom) => Promise<unknown>>> = {
  "doing nothing": async () => {},
  "thawing all that is free": async (c) =>
    c.staking.connect(c.operator).requestThaw(await c.staking.freeStake(c.operator)),
  "thawing in many parts": async (c) => {
    for (let i = 0; i < 4; i++) await c.staking.connect(c.operator).requestThaw(1_111n * MILL);
  },
  "leasing to itself and abandoning": async (c) => {
    const own = await selfLease(c);
    await c.leases.connect(c.operator).abandon(own.terms);
    expect((await c.staking.operatorStake(c.operator)).pending > own.bond / 2n).to.equal(true);
  },
  "leasing to itself and not answering its own dispute": async (c) => {
    const own = await selfLease(c);
    await c.millToken.connect(c.treasury).transfer(c.otherBuyer, 1_000n * MILL);
    await c.millToken.connect(c.otherBuyer).approve(c.staking, 1_000n * MILL);
    await c.disputes.connect(c.otherBuyer).open(own.terms, Fault.WrongResult, EVIDENCE, PLACE);
    await c.execute(1n, own.terms);
    expect((await c.staking.operatorStake(c.operator)).pending).to.equal(own.bond);
    // The victim's lease ran out in the meantime; its claim window is open.
    await c.leases.complete(c.terms);
  },
  "retiring its node and registering it again": async (c) => {
    await c.leases.connect(c.buyer).stop(c.terms);
    await c.nodes.connect(c.operator).retire(c.nodeId);
    const again = {
      operator: c.operator.address,
      hardwareId: AbiCoder.defaultAbiCoder().encode(["uint256"], [1n]),
      classId: 6,
      units: 4_000,
      expiresAt: BigInt(await time.latest()) + 366n * BigInt(DAY),
    };
    await c.nodes.connect(c.operator).register(again, await attestNode(c, again));
  },
};

async function provenBy(c: Courtroom, kind: bigint): Promise<bigint> {
  const id = await c.accuse(kind);
  await c.answer(id);
  await c.rule(Verdict.Upheld, id);
  return id;
}

describe("nothing dodges a slash (P4)", () => {
  for (const [name, dodge] of Object.entries(DODGES)) {
    for (const [kind, percent] of [
      [Fault.WrongHardware, 30n],
      [Fault.DataMisuse, 100n],
    ] as const) {
      it(`${name} before the dispute saves nothing of a fault of ${percent} % (P4)`, async () => {
        const c = await loadFixture(courtroom);
        await dodge(c);
        const id = await provenBy(c, kind);
        await c.execute(id);
        const { ownTaken, delegatedTaken } = await c.staking.slash(id);
        const parts = slashOf(STAKE, percent);
        expect([ownTaken, delegatedTaken]).to.deep.equal([parts.own, parts.delegated]);
      });
    }
  }

  it("stake that was thawing before the fault stays while it is frozen, also once it has matured", async () => {
    const c = await loadFixture(courtroom);
    const asOperator = c.staking.connect(c.operator);
    await asOperator.requestThaw(await c.staking.freeStake(c.operator));
    const { maturesAt } = await c.staking.thawOf(c.operator, 0n);
    await time.increase(10 * 3_600);
    await c.leases.complete(c.terms);
    await time.increase(3 * DAY - 3_600);
    await c.accuse(Fault.DataMisuse);
    await c.toDeadline(2n);
    await c.answer();
    await time.increaseTo((await c.disputes.dispute(1n)).deadline - 10n);
    await c.rule(Verdict.Upheld);
    await c.toDeadline(2n);
    await c.appeal(c.operator);
    await time.increaseTo(maturesAt);
    await expect(asOperator.withdraw(0n)).to.be.revertedWithCustomError(c.staking, "StakeFrozen");
    await c.execute();
    expect((await c.staking.slash(1n)).ownTaken).to.equal(OWN_STAKE);
    expect(await asOperator.withdraw.staticCall(0n)).to.equal(0n);
  });

  it("matured stake leaves only as far as it is not frozen, before and after the slash in one block (S-02)", async () => {
    const c = await loadFixture(courtroom);
    const asOperator = c.staking.connect(c.operator);
    const long = await c.running({
      units: 200,
      nonce: 1n,
      durationSeconds: 20 * DAY,
      offer: { bondPerUnit: MILL / 5n },
    });
    await asOperator.requestThaw(4_000n * MILL);
    await asOperator.requestThaw(3_000n * MILL);
    await time.increase(14 * DAY);
    await c.accuse(Fault.WrongHardware, long.terms);
    await c.answer();
    await c.rule(Verdict.Upheld);
    const parts = slashOf(STAKE, 30n);
    const before = await networkHelpers.takeSnapshot();
    for (const withdrawsFirst of [true, false]) {
      await time.increaseTo((await c.disputes.dispute(1n)).deadline - 1n);
      await provider.request({ method: "evm_setAutomine", params: [false] });
      const gas = { gasLimit: 3_000_000n, maxFeePerGas: ethers.parseUnits("100", "gwei") };
      const tip = (first: boolean) => ({ ...gas, maxPriorityFeePerGas: ethers.parseUnits(first ? "50" : "1", "gwei") });
      const out = [0n, 1n].map((index) => asOperator.withdraw(index, tip(withdrawsFirst)));
      const slash = c.disputes.connect(c.stranger).execute(1n, long.terms, tip(!withdrawsFirst));
      const sent = await Promise.all([...out, slash]);
      await networkHelpers.mine();
      await provider.request({ method: "evm_setAutomine", params: [true] });
      const receipts = await Promise.all(sent.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)));
      expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
      expect(receipts.at(-1)?.status).to.equal(1);
      expect((await c.staking.slash(1n)).ownTaken).to.equal(parts.own);
      await before.restore();
    }
  });

  it("stake that has matured does not leave a slash to the compensation of the buyer before (6)", async () => {
    const c = await loadFixture(courtroom);
    const asOperator = c.staking.connect(c.operator);
    const long = await c.running({ units: 200, nonce: 1n, durationSeconds: 28 * DAY, offer: { bondPerUnit: MILL } });
    await c.leases.connect(c.buyer).stop(c.terms);
    await time.increase(3 * DAY);
    await c.leases.finalize(c.terms);
    // It takes out what is free, fails one buyer, and waits for the claim of another.
    const failed = await c.running({ units: 100, nonce: 2n, offer: { bondPerUnit: 40n * MILL } });
    await asOperator.requestThaw(await c.staking.freeStake(c.operator));
    await c.leases.connect(c.operator).abandon(failed.terms);
    const { amount, payableAt } = await c.staking.compensation(1n);
    await time.increase(10 * DAY);
    await c.accuse(Fault.WrongHardware, long.terms);
    await c.answer();
    await time.increaseTo(payableAt);
    await c.rule(Verdict.Upheld);

    await expect(asOperator.withdraw(0n)).to.be.revertedWithCustomError(c.staking, "StakeFrozen");
    await expect(c.staking.payCompensation(1n)).to.changeTokenBalance(ethers, c.millToken, c.buyer, amount);
    await c.execute(1n, long.terms);
    expect((await c.staking.slash(1n)).ownTaken).to.equal(slashOf(STAKE, 30n).own);
  });

  it("slashing twice takes the same in either order (S-17)", async () => {
    const c = await loadFixture(courtroom);
    const other = await c.running({ units: 500, nonce: 1n, offer: { bondPerUnit: MILL } });
    await c.accuse(Fault.DoubleSold);
    await c.accuse(Fault.DataMisuse, other.terms);
    for (const id of [1n, 2n]) {
      await c.answer(id);
      await c.rule(Verdict.Upheld, id);
    }
    await time.increase(3 * DAY);
    const snapshot = await networkHelpers.takeSnapshot();
    const ends: unknown[] = [];
    for (const order of [
      [1n, 2n],
      [2n, 1n],
    ]) {
      for (const id of order) await c.execute(id, id === 1n ? c.terms : other.terms);
      const taken = await Promise.all(order.map((id) => c.staking.slash(id)));
      const sum = taken.reduce((all, { ownTaken, delegatedTaken }) => all + ownTaken + delegatedTaken, 0n);
      ends.push([sum, await c.staking.operatorStake(c.operator)]);
      await snapshot.restore();
    }
    expect(ends[0]).to.deep.equal(ends[1]);
  });
});

describe("an operator against itself (P4)", () => {
  /** The operator's other account claims a fault of `kind`, and has the bond for it. */
  async function accusesItself(c: Courtroom, kind: bigint = Fault.WrongHardware) {
    await c.millToken.connect(c.treasury).transfer(c.otherBuyer, 1_000n * MILL);
    await c.millToken.connect(c.otherBuyer).approve(c.staking, 1_000n * MILL);
    const own = await selfLease(c);
    const before = await wealthOf(c);
    await c.disputes.connect(c.otherBuyer).open(own.terms, kind, EVIDENCE, PLACE);
    return { ...own, before };
  }

  it("gains nothing by not answering its own dispute, and its bond answers as long as stake that thaws", async () => {
    const c = await loadFixture(courtroom);
    const { terms, bond, before } = await accusesItself(c);
    await c.execute(1n, terms);
    expect(await wealthOf(c)).to.equal(before);
    const { amount, payableAt } = await c.staking.compensation(1n);
    expect([amount, payableAt]).to.deep.equal([bond, BigInt(await time.latest()) + 14n * BigInt(DAY)]);
  });

  it("gains nothing by answering and waiting for nobody to rule", async () => {
    const c = await loadFixture(courtroom);
    const { terms, before } = await accusesItself(c);
    await c.answer();
    await c.execute(1n, terms);
    expect(await wealthOf(c)).to.equal(before);
  });

  it("loses by a dispute that it loses to itself at least half of what is taken of its own stake (12)", async () => {
    const c = await loadFixture(courtroom);
    const snapshot = await networkHelpers.takeSnapshot();
    for (const [kind, percent] of [10n, 30n, 50n, 100n].entries()) {
      const { terms, before } = await accusesItself(c, BigInt(kind));
      await c.answer();
      await c.rule(Verdict.Upheld);
      await c.execute(1n, terms);
      await c.staking.payOut(1n);
      const lost = before - (await wealthOf(c));
      const taken = slashOf(STAKE, percent).own;
      expect(2n * lost >= taken, `${percent} %`).to.equal(true);
      await snapshot.restore();
    }
  });

  it("gets nothing back of what it owes to a buyer that it has failed, by a fault upheld towards itself (12)", async () => {
    const c = await loadFixture(courtroom);
    await c.leases.connect(c.buyer).stop(c.terms);
    await time.increase(3 * DAY);
    await c.leases.finalize(c.terms);
    const own = await selfLease(c, 1n);
    const bondPerUnit = ((await c.staking.freeStake(c.operator)) - 1_600n * MILL) / 1_000n;
    const failed = await c.running({ units: 1_000, nonce: 5n, offer: { bondPerUnit } });
    await c.leases.connect(c.operator).abandon(failed.terms);
    const { amount: owed } = await c.staking.compensation(1n);
    const { own: left, ownThawing } = await c.staking.operatorStake(c.operator);
    expect([owed > 3n * left, ownThawing]).to.deep.equal([true, 0n]);

    await c.millToken.connect(c.treasury).transfer(c.otherBuyer, 1_000n * MILL);
    await c.millToken.connect(c.otherBuyer).approve(c.staking, 1_000n * MILL);
    await c.disputes.connect(c.otherBuyer).open(own.terms, Fault.DataMisuse, EVIDENCE, PLACE);
    const { bond } = await c.disputes.dispute(1n);
    await c.answer();
    await c.rule(Verdict.Upheld);
    await c.execute(1n, own.terms);
    await c.staking.payOut(1n);
    const { ownTaken, pendingTaken } = await c.staking.slash(1n);
    expect([ownTaken - pendingTaken, pendingTaken]).to.deep.equal([left - own.bond, owed + own.bond]);
    const gained = (await c.staking.creditOf(c.otherBuyer)) - bond;
    expect(gained).to.equal((left - own.bond) / 2n);
  });

  it("gains nothing by abandoning its own lease, but waits as long as honest stake that thaws", async () => {
    const c = await loadFixture(courtroom);
    const own = await selfLease(c);
    const before = await wealthOf(c);
    await c.leases.connect(c.operator).abandon(own.terms);
    expect(await wealthOf(c)).to.equal(before);
    expect((await c.staking.compensation(1n)).payableAt).to.equal(BigInt(await time.latest()) + 14n * BigInt(DAY));
  });

  it("keeps no compensation from a dispute that opens on its last day, however long it is appealed", async () => {
    const c = await loadFixture(courtroom);
    const long = await c.running({ units: 100, nonce: 1n, durationSeconds: 20 * DAY, offer: { bondPerUnit: MILL } });
    const own = await selfLease(c);
    await c.leases.connect(c.operator).abandon(own.terms);
    const { payableAt } = await c.staking.compensation(1n);
    await time.increaseTo(payableAt - 60n);
    await c.accuse(Fault.DataMisuse, long.terms);
    await c.toDeadline(2n);
    await c.answer();
    await time.increaseTo((await c.disputes.dispute(1n)).deadline - 10n);
    await c.rule(Verdict.Upheld);
    await c.toDeadline(2n);
    await c.appeal(c.operator);
    await time.increaseTo((await c.disputes.dispute(1n)).deadline - 1n);
    expect(BigInt(await time.latest()) > payableAt + 14n * BigInt(DAY)).to.equal(true);
    await expect(c.staking.payCompensation(1n)).to.be.revertedWithCustomError(c.staking, "StakeFrozen");
    await c.execute(1n, long.terms);
    expect((await c.staking.slash(1n)).ownTaken).to.equal(OWN_STAKE);
    await c.staking.payCompensation(1n);
    expect(await c.millToken.balanceOf(c.otherBuyer)).to.equal(0n);
  });
});
