import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { courtroom, DisputeState, signRuling, Verdict } from "../support/courtroom.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;

/** A dispute that the committee has as its number 1. */
async function before() {
  const c = await courtroom();
  await c.accuse();
  await c.answer();
  const sign = (
    by: Parameters<typeof signRuling>[4],
    ruling: bigint = Verdict.Upheld,
    number = 1n,
    court = c.committee,
  ) => signRuling(c, court, number, ruling, by);
  return { ...c, sign };
}

describe("the committee", () => {
  it("rules with the signatures of any two of its three members, submitted by anyone", async () => {
    const c = await loadFixture(before);
    const snapshot = await networkHelpers.takeSnapshot();
    for (const by of [
      [c.judge0, c.judge1],
      [c.judge1, c.judge2],
      [c.judge0, c.judge2],
      [c.judge0, c.judge1, c.judge2],
    ]) {
      const { members, signatures } = await c.sign(by);
      await expect(c.committee.connect(c.stranger).rule(1n, Verdict.Upheld, members, signatures))
        .to.emit(c.committee, "RulingGiven")
        .withArgs(1n, Verdict.Upheld, members);
      const { state, verdict } = await c.disputes.dispute(1n);
      expect([state, verdict]).to.deep.equal([DisputeState.Ruled, Verdict.Upheld]);
      expect((await c.committee.committeeDispute(1n)).ruled).to.equal(true);
      await snapshot.restore();
    }
  });

  it("does not rule with fewer than its threshold, nor with one member twice (W-05)", async () => {
    const c = await loadFixture(before);
    const { members, signatures } = await c.sign([c.judge0]);
    await expect(c.committee.rule(1n, Verdict.Upheld, members, signatures))
      .to.be.revertedWithCustomError(c.committee, "TooFewSignatures")
      .withArgs(1n, 2n);
    const twice = [...members, ...members];
    await expect(c.committee.rule(1n, Verdict.Upheld, twice, [...signatures, ...signatures]))
      .to.be.revertedWithCustomError(c.committee, "NotAscending")
      .withArgs(1n, c.judge0);
    await expect(c.committee.rule(1n, Verdict.Upheld, twice, signatures))
      .to.be.revertedWithCustomError(c.committee, "LengthsDiffer")
      .withArgs(2n, 1n);
  });

  it("counts its own members alone, and what they signed alone (G-11)", async () => {
    const c = await loadFixture(before);
    const withStranger = await c.sign([c.judge0, c.attacker]);
    await expect(c.committee.rule(1n, Verdict.Upheld, withStranger.members, withStranger.signatures))
      .to.be.revertedWithCustomError(c.committee, "NotMember")
      .withArgs(c.attacker, 1n);
    const judges = [c.judge0, c.judge1];
    const wrong = [
      await c.sign(judges, Verdict.Rejected),
      await c.sign(judges, Verdict.Upheld, 2n),
      await c.sign(judges, Verdict.Upheld, 1n, c.appealCommittee),
      await signRuling({ chainId: 1n, disputes: c.disputes }, c.committee, 1n, Verdict.Upheld, judges),
      await signRuling({ chainId: c.chainId, disputes: c.staking }, c.committee, 1n, Verdict.Upheld, judges),
    ];
    for (const { members, signatures } of wrong) {
      await expect(c.committee.rule(1n, Verdict.Upheld, members, signatures)).to.be.revertedWithCustomError(
        c.committee,
        "SignatureInvalid",
      );
    }
  });

  it("rules once, and within the choices it was given", async () => {
    const c = await loadFixture(before);
    const outside = await c.sign([c.judge0, c.judge1], 3n);
    await expect(c.committee.rule(1n, 3n, outside.members, outside.signatures))
      .to.be.revertedWithCustomError(c.committee, "RulingUnknown")
      .withArgs(3n, 2n);
    await c.rule(Verdict.Rejected);
    const { members, signatures } = await c.sign([c.judge0, c.judge1]);
    await expect(c.committee.rule(1n, Verdict.Upheld, members, signatures))
      .to.be.revertedWithCustomError(c.committee, "RuledAlready")
      .withArgs(1n);
    await expect(c.committee.rule(9n, Verdict.Upheld, members, signatures))
      .to.be.revertedWithCustomError(c.committee, "DisputeUnknown")
      .withArgs(9n);
  });

  it("is too late after the ruling was due, and may then not mark its dispute as ruled", async () => {
    const c = await loadFixture(before);
    await c.toDeadline();
    await expect(c.rule(Verdict.Upheld)).to.be.revertedWithCustomError(c.disputes, "TooLate");
    expect((await c.committee.committeeDispute(1n)).ruled).to.equal(false);
  });

  it("of the day a dispute was created rules it, the new one rules later ones", async () => {
    const c = await loadFixture(before);
    await c.committee.setMembers([c.attacker.address], 1n);
    const { members, signatures } = await c.sign([c.attacker]);
    await expect(c.committee.rule(1n, Verdict.Upheld, members, signatures)).to.be.revertedWithCustomError(
      c.committee,
      "TooFewSignatures",
    );
    const other = await c.running({ units: 100 });
    await c.accuse(0n, other.terms);
    await c.answer(2n);
    const later = await c.sign([c.attacker], Verdict.Rejected, 2n);
    await c.committee.rule(2n, Verdict.Rejected, later.members, later.signatures);
    await c.rule(Verdict.Upheld);
    expect((await c.disputes.dispute(2n)).verdict).to.equal(Verdict.Rejected);
    expect((await c.disputes.dispute(1n)).verdict).to.equal(Verdict.Upheld);
  });

  it("has members in order and a threshold that they can reach, named by the owner", async () => {
    const c = await loadFixture(before);
    const [low, high] = [c.judge0.address, c.judge1.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)) as [
      string,
      string,
    ];
    await expect(c.committee.connect(c.attacker).setMembers([low], 1n)).to.be.revertedWithCustomError(
      c.committee,
      "OwnableUnauthorizedAccount",
    );
    for (const [members, threshold] of [
      [[], 0n],
      [[low], 0n],
      [[low], 2n],
      [Array.from({ length: 65 }, (_, i) => ethers.toBeHex(i + 1, 20)), 1n],
    ] as const) {
      await expect(c.committee.setMembers([...members], threshold))
        .to.be.revertedWithCustomError(c.committee, "CommitteeInvalid")
        .withArgs(members.length, threshold);
    }
    for (const [members, index] of [
      [[high, low], 1n],
      [[low, low], 1n],
      [[ZeroAddress, low], 0n],
    ] as const) {
      await expect(c.committee.setMembers([...members], 1n))
        .to.be.revertedWithCustomError(c.committee, "NotAscending")
        .withArgs(index, members[Number(index)]);
    }
    await expect(c.committee.setMembers([low, high], 2n))
      .to.emit(c.committee, "CommitteeChanged")
      .withArgs(2n, [low, high], 2n);
    expect(await c.committee.membersOf(2n)).to.deep.equal([[low, high], 2n]);
    expect(await c.committee.isMember(2n, c.judge2)).to.equal(false);
    expect(await c.committee.isMember(1n, c.judge2)).to.equal(true);
  });

  it("asks no fee, and takes none", async () => {
    const c = await loadFixture(before);
    expect(await c.committee.arbitrationCost("0x")).to.equal(0n);
    await expect(c.committee.createDispute(2n, "0x", { value: 1n }))
      .to.be.revertedWithCustomError(c.committee, "WrongFee")
      .withArgs(1n, 0n);
  });

  it("serves any contract, whose disputes do not reach those of another", async () => {
    const c = await loadFixture(before);
    await c.committee.connect(c.attacker).createDispute(2n, "0x");
    expect((await c.committee.committeeDispute(2n)).arbitrable).to.equal(c.attacker.address);
    const { members, signatures } = await c.sign([c.judge0, c.judge1], Verdict.Upheld, 2n);
    await expect(c.committee.rule(2n, Verdict.Upheld, members, signatures)).to.be.revertedWithCustomError(
      c.committee,
      "SignatureInvalid",
    );
    expect((await c.disputes.dispute(1n)).state).to.equal(DisputeState.Answered);
  });
});
