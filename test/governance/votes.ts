import { expect } from "chai";
import { AbiCoder, type HDNodeWallet, Wallet } from "ethers";
import { delegateTo, newKey } from "../support/accounts.ts";
import { DAY, MILL, type Motion, type Parliament, parliament, positions, Support } from "../support/parliament.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** A proposal whose voting has not begun. */
async function moved(p: Parliament, description = ""): Promise<Motion> {
  return p.propose([await p.set("protocolFeeBps", 300n)], description);
}

async function votesOn(p: Parliament, m: Motion) {
  const [against, yes, abstain] = await p.governor.proposalVotes(m.id);
  return { against, for: yes, abstain };
}

describe("MillGovernor's votes", () => {
  it("P8: voting power acquired at or after the snapshot counts zero (V-01)", async () => {
    const p = await loadFixture(parliament);
    const m = await moved(p);
    const { millToken, staking, treasury, attacker, staker } = p;
    await millToken.connect(attacker).delegate(attacker);
    // At the snapshot: what has moved in that very second is in it only where it is at the end of the second.
    await time.setNextBlockTimestamp(m.snapshot);
    await staking.connect(staker).delegate(p.operator, 5_000_000n * MILL, 0n);
    await millToken.connect(treasury).transfer(attacker, 50_000_000n * MILL);
    await staking.connect(staker).stake(MILL);
    expect(await p.governor.getVotes(attacker, m.snapshot)).to.equal(0n);
    for (const operator of [p.operator, staker]) {
      expect(await staking.votesOf(operator, staker, m.snapshot)).to.equal(0n);
    }
    await expect(p.governor.connect(attacker).castVote(m.id, Support.For))
      .to.emit(p.governor, "VoteCast")
      .withArgs(attacker.address, m.id, Support.For, 0n, "");
    await p.vote(m, staker, [p.operator.address]);
    expect(await votesOn(p, m)).to.deep.equal({ against: 0n, for: 0n, abstain: 0n });
  });

  it("counts the wallet at the snapshot and the positions that the voter names", async () => {
    const p = await loadFixture(parliament);
    const { staking, staker, operator, millToken } = p;
    await staking.connect(staker).delegate(operator, 3_000_000n * MILL, 0n);
    await staking.connect(staker).stake(2_000_000n * MILL);
    await millToken.connect(staker).delegate(staker);
    await time.increase(1);
    const m = await moved(p);
    await p.open(m);
    const named = [operator.address, staker.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await expect(p.vote(m, staker, named))
      .to.emit(p.governor, "VoteCastWithParams")
      .withArgs(staker.address, m.id, Support.For, 10_000_000n * MILL, "", positions(named));
    expect((await votesOn(p, m)).for).to.equal(10_000_000n * MILL);
    await expect(p.vote(m, staker)).to.be.revertedWithCustomError(p.governor, "GovernorAlreadyCastVote");
  });

  it("counts MILL once that was in a wallet at the snapshot and is staked afterwards", async () => {
    const p = await loadFixture(parliament);
    const { staking, staker, operator, millToken } = p;
    await millToken.connect(staker).delegate(staker);
    const m = await moved(p);
    await p.open(m);
    await staking.connect(staker).delegate(operator, 10_000_000n * MILL, 0n);
    await time.increase(10);
    await p.vote(m, staker, [operator.address]);
    expect((await votesOn(p, m)).for).to.equal(10_000_000n * MILL);
  });

  it("lets no token vote twice: a position that voted is still thawing when the longest vote ends", async () => {
    const p = await loadFixture(parliament);
    const { staking, staker, operator, governor, parameters } = p;
    await staking.connect(staker).delegate(operator, 9_000_000n * MILL, 0n);
    await time.increase(1);
    const m = await moved(p);
    await p.open(m);
    await p.vote(m, staker, [operator.address]);
    const [shares] = await staking.delegationOf(operator, staker);
    await staking.connect(staker).requestUndelegate(operator, shares);
    const { maturesAt } = await staking.undelegationOf(operator, staker, 0n);
    const extension = await governor.lateQuorumVoteExtension();
    expect(maturesAt).to.be.greaterThan(BigInt(m.deadline) + extension);
    const { minimum } = await parameters.setting(ethers.encodeBytes32String("thawSeconds"));
    expect(minimum).to.be.greaterThan(BigInt((2 + 7 + 3) * DAY));
    await time.increaseTo(BigInt(m.deadline));
    await expect(staking.connect(staker).withdrawDelegation(operator, 0n, 0n)).to.be.revertedWithCustomError(
      staking,
      "Thawing",
    );
  });

  it("counts neither thawing stake nor stake that was slashed (V-10)", async () => {
    const p = await loadFixture(parliament);
    const { staking, staker } = p;
    await staking.connect(staker).stake(8_000_000n * MILL);
    await time.increase(1);
    const m = await moved(p);
    await p.open(m);
    await staking.connect(staker).requestThaw(3_000_000n * MILL);
    await slash(p, staker.address, 2_000);
    await p.vote(m, staker, [staker.address]);
    // A fifth of own stake and thawing stake is 1.6 million, and own stake answers first.
    expect((await votesOn(p, m)).for).to.equal(3_400_000n * MILL);
  });

  it("refuses positions named twice, out of order, in another form, or too many, and harms nobody else's vote", async () => {
    const p = await loadFixture(parliament);
    const m = await moved(p);
    await p.open(m);
    const [low, high] = ["0x0000000000000000000000000000000000000001", "0x0000000000000000000000000000000000000002"];
    const cast = (params: string) => p.governor.connect(p.staker).castVoteWithReasonAndParams(m.id, 1, "", params);
    const refused = (params: string, error: string) =>
      expect(cast(params)).to.be.revertedWithCustomError(p.governor, error);
    await refused(positions([low, low]), "PositionsNotAscending");
    await refused(positions([high, low]), "PositionsNotAscending");
    await refused(positions(["0x0000000000000000000000000000000000000000"]), "PositionsNotAscending");
    const coder = AbiCoder.defaultAbiCoder();
    const dirty = coder.encode(["uint256", "uint256", "uint256"], [32n, 1n, 1n << 160n]);
    for (const bad of [
      "0x01",
      coder.encode(["uint256"], [1n]),
      coder.encode(["uint256", "uint256"], [64n, 0n]),
      dirty,
    ]) {
      await refused(bad, "PositionsMalformed");
    }
    await refused(coder.encode(["uint256", "uint256"], [32n, 1n]), "PositionsMalformed");
    const many = Array.from({ length: 65 }, (_, i) => ethers.zeroPadValue(ethers.toBeHex(i + 1), 20));
    await expect(cast(positions(many)))
      .to.be.revertedWithCustomError(p.governor, "TooManyPositions")
      .withArgs(65n, 64n);
    await cast(positions(many.slice(1)));
    await p.governor.connect(p.voter).castVote(m.id, Support.For);
    expect((await votesOn(p, m)).for).to.equal(40_000_000n * MILL);
  });

  it("sums to the delegated supply when MILL is delegated, moved and delegated again in one second (V-09)", async () => {
    const p = await loadFixture(parliament);
    const { millToken, voter, attacker, stranger, governor } = p;
    await ethers.provider.send("evm_setAutomine", [false]);
    await millToken.connect(attacker).delegate(attacker);
    await millToken.connect(stranger).delegate(stranger);
    await millToken.connect(voter).transfer(attacker, 40_000_000n * MILL);
    await millToken
      .connect(attacker)
      .transfer(stranger, 40_000_000n * MILL, { nonce: (await attacker.getNonce()) + 1 });
    await ethers.provider.send("evm_setAutomine", [true]);
    await networkHelpers.mine();
    const at = await time.latest();
    await time.increase(1);
    const votes = await Promise.all([voter, attacker, stranger].map((who) => governor.getVotes(who, at)));
    expect(votes.reduce((sum, each) => sum + each)).to.equal(40_000_000n * MILL);
  });
});

describe("votes by signature", () => {
  const BALLOT = {
    Ballot: [
      { name: "proposalId", type: "uint256" },
      { name: "support", type: "uint8" },
      { name: "voter", type: "address" },
      { name: "nonce", type: "uint256" },
    ],
  };
  const EXTENDED = {
    ExtendedBallot: [...BALLOT.Ballot, { name: "reason", type: "string" }, { name: "params", type: "bytes" }],
  };
  const domainOf = async (p: Parliament) => ({
    ...{ name: "Millrace Governor", version: "1", chainId: p.chainId },
    verifyingContract: await p.governor.getAddress(),
  });

  it("count with positions, once, and for the voter that signed", async () => {
    const p = await loadFixture(parliament);
    const { staking, staker, operator, stranger, governor } = p;
    await staking.connect(staker).delegate(operator, 6_000_000n * MILL, 0n);
    await time.increase(1);
    const m = await moved(p);
    await p.open(m);
    const params = positions([operator.address]);
    const ballot = { proposalId: m.id, support: 1, voter: staker.address, nonce: 0n, reason: "yes", params };
    const signature = await staker.signTypedData(await domainOf(p), EXTENDED, ballot);
    const cast = (who: string) =>
      governor.connect(stranger).castVoteWithReasonAndParamsBySig(m.id, 1, who, "yes", params, signature);
    await expect(cast(stranger.address)).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    await cast(staker.address);
    expect((await votesOn(p, m)).for).to.equal(6_000_000n * MILL);
    await expect(cast(staker.address)).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
  });

  it("count for a key that has delegated to code (EIP-7702), and for a wallet contract (ERC-1271)", async () => {
    const p = await loadFixture(parliament);
    const { millToken, treasury, governor, stranger } = p;
    const key: HDNodeWallet = await newKey();
    const owner = Wallet.createRandom();
    const wallet = await ethers.deployContract("TestWallet", [owner.address]);
    await delegateTo(key, await wallet.getAddress());
    await millToken.connect(treasury).transfer(key.address, 5n * MILL);
    await millToken.connect(key).delegate(key.address);
    await time.increase(1);
    const m = await moved(p);
    await p.open(m);
    const domain = await domainOf(p);
    const ballot = { proposalId: m.id, support: 1, voter: key.address, nonce: 0n };
    const signature = await key.signTypedData(domain, BALLOT, ballot);
    await governor.connect(stranger).castVoteBySig(m.id, 1, key.address, signature);
    expect((await votesOn(p, m)).for).to.equal(5n * MILL);
    const of = { ...ballot, voter: await wallet.getAddress() };
    const signed = await owner.signTypedData(domain, BALLOT, of);
    await expect(governor.castVoteBySig(m.id, 1, of.voter, signed)).to.emit(governor, "VoteCast");
  });
});

/** Take a share of an operator's stake, as Disputes would. */
async function slash(p: Parliament, operator: string, shareBps: number): Promise<void> {
  const disputes = await p.disputes.getAddress();
  await networkHelpers.setBalance(disputes, 10n ** 18n);
  const court = await ethers.getImpersonatedSigner(disputes);
  await p.staking.connect(court).freeze(99n, operator, p.challenger, p.buyer, shareBps);
  await p.staking.connect(court).book(99n);
}
