import { expect } from "chai";
import { encodeBytes32String, keccak256, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import { leasing } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { call, DAY, MILL, ProposalState, parliament, Support } from "../support/parliament.ts";
import { ethers, networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const FEE = encodeBytes32String("protocolFeeBps");

describe("a proposal", () => {
  it("goes from proposed to executed by votes, delay and timelock, and by nothing less", async () => {
    const p = await loadFixture(parliament);
    const m = await p.propose([await p.set("protocolFeeBps", 300n)]);
    expect(await p.governor.state(m.id)).to.equal(ProposalState.Pending);
    expect([m.snapshot, m.deadline - m.snapshot]).to.deep.equal([(await time.latest()) + DAY, 5 * DAY]);
    await expect(p.queue(m)).to.be.revertedWithCustomError(p.governor, "GovernorUnexpectedProposalState");
    await p.open(m);
    await p.governor.connect(p.voter).castVote(m.id, Support.For);
    await expect(p.queue(m)).to.be.revertedWithCustomError(p.governor, "GovernorUnexpectedProposalState");
    await time.increaseTo(m.deadline + 1);
    const queued = (await time.latest()) + 1;
    await expect(p.queue(m))
      .to.emit(p.governor, "ProposalQueued")
      .withArgs(m.id, queued + 2 * DAY);
    await expect(p.execute(m)).to.be.revertedWithCustomError(p.millTimelock, "TimelockUnexpectedOperationState");
    await time.setNextBlockTimestamp(queued + 2 * DAY);
    await expect(p.execute(m)).to.emit(p.parameters, "SettingChanged").withArgs(FEE, 200n, 300n);
    expect(await p.parameters.value(FEE)).to.equal(300n);
    expect(await p.governor.state(m.id)).to.equal(ProposalState.Executed);
  });

  it("needs a share of the supply to be made, of a second before (V-01)", async () => {
    const p = await loadFixture(parliament);
    const { governor, millToken, attacker, treasury } = p;
    expect(await governor.proposalThreshold()).to.equal(300_000n * MILL);
    await millToken.connect(attacker).delegate(attacker);
    await ethers.provider.send("evm_setAutomine", [false]);
    await millToken.connect(treasury).transfer(attacker, 300_000n * MILL);
    const data = governor.interface.encodeFunctionData("propose", [[attacker.address], [0n], ["0x"], "flash"]);
    const sent = await attacker.sendTransaction({ to: governor, data, gasLimit: 500_000n });
    await networkHelpers.mine();
    await ethers.provider.send("evm_setAutomine", [true]);
    expect((await ethers.provider.getTransactionReceipt(sent.hash))?.status).to.equal(0);
    await attacker.sendTransaction({ to: governor, data });
  });

  it("cannot be made in another's name and cancelled (V-05)", async () => {
    const p = await loadFixture(parliament);
    const { governor, voter, attacker, millToken, treasury } = p;
    await millToken.connect(treasury).transfer(attacker, 400_000n * MILL);
    await millToken.connect(attacker).delegate(attacker);
    await time.increase(1);
    const change = [await p.set("protocolFeeBps", 300n)];
    const description = `Raise the fee\n\n#proposer=${voter.address}`;
    await expect(p.propose(change, description, attacker)).to.be.revertedWithCustomError(
      governor,
      "GovernorRestrictedProposer",
    );
    const m = await p.propose(change, description);
    await expect(governor.connect(attacker).cancel(...p.args(m))).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
    await expect(governor.connect(voter).cancel(...p.args(m)))
      .to.emit(governor, "ProposalCanceled")
      .withArgs(m.id);
  });

  it("stays open two more days after a late quorum (V-03)", async () => {
    const p = await loadFixture(parliament);
    const { governor, voter, staker, millToken } = p;
    await millToken.connect(staker).delegate(staker);
    const m = await p.propose([await p.set("protocolFeeBps", 300n)]);
    await time.setNextBlockTimestamp(m.deadline);
    await expect(governor.connect(voter).castVote(m.id, Support.For))
      .to.emit(governor, "ProposalExtended")
      .withArgs(m.id, m.deadline + 2 * DAY);
    await time.increaseTo(m.deadline + DAY);
    await governor.connect(staker).castVote(m.id, Support.Against);
    expect(await governor.state(m.id)).to.equal(ProposalState.Active);
  });

  it("fails without a quorum of 4 % of the supply, however few are against", async () => {
    const p = await loadFixture(parliament);
    await p.millToken.connect(p.staker).delegate(p.staker);
    const m = await p.propose([await p.set("protocolFeeBps", 300n)]);
    await p.open(m);
    await p.governor.connect(p.staker).castVote(m.id, Support.For);
    expect(await p.governor.quorum(m.snapshot)).to.equal(24_000_000n * MILL);
    await time.increaseTo(m.deadline + 1);
    expect(await p.governor.state(m.id)).to.equal(ProposalState.Defeated);
  });

  it("cannot set a value out of bounds, by too large a step, or too soon, when it is executed", async () => {
    const p = await loadFixture(parliament);
    const refusals: [bigint, string][] = [
      [2_000n, "SettingOutOfBounds"],
      [500n, "SettingStepTooLarge"],
    ];
    for (const [value, error] of refusals) {
      const m = await p.propose([await p.set("protocolFeeBps", value)]);
      await p.carry(m);
      await expect(p.execute(m)).to.be.revertedWithCustomError(p.parameters, error);
    }
    const first = await p.propose([await p.set("protocolFeeBps", 300n)], "first");
    const second = await p.propose([await p.set("protocolFeeBps", 250n)], "second");
    await p.open(second);
    await p.governor.connect(p.voter).castVote(second.id, Support.For);
    await p.carry(first);
    await p.queue(second);
    await p.execute(first);
    await time.increase(2 * DAY);
    await expect(p.execute(second)).to.be.revertedWithCustomError(p.parameters, "SettingChangedTooSoon");
    await time.increase(5 * DAY);
    await p.execute(second);
    expect(await p.parameters.value(FEE)).to.equal(250n);
  });

  it("leaves an open channel and a running lease as they were (invariant 11)", async () => {
    const l = await loadFixture(leasing);
    const channel = await l.open();
    const { id, terms } = await l.running();
    const before = await l.escrow.channel(channel.id);
    const lease = await l.leases.lease(id);
    const { millToken, treasury, millGovernor, otherBuyer: voter } = l;
    await millToken.connect(treasury).transfer(voter, 40_000_000n * MILL);
    await millToken.connect(voter).delegate(voter);
    await time.increase(1);
    const changes = await Promise.all([
      call(l.parameters, "set", [FEE, 300n]),
      call(l.parameters, "set", [encodeBytes32String("challengePeriodSeconds"), BigInt(2 * DAY)]),
      call(l.parameters, "set", [encodeBytes32String("claimWindowSeconds"), BigInt(4 * DAY)]),
      call(l.nodes, "setClass", [6, 3n * MILL, MILL, 0]),
    ]);
    const proposal = [changes.map(({ to }) => to), changes.map(() => 0n), changes.map(({ data }) => data)] as const;
    const hash = keccak256(toUtf8Bytes("change"));
    await millGovernor.connect(voter).propose(...proposal, "change");
    const proposalId = await millGovernor.hashProposal(...proposal, hash);
    await time.increase(DAY + 1);
    await millGovernor.connect(voter).castVote(proposalId, Support.For);
    await time.increase(5 * DAY);
    await millGovernor.queue(...proposal, hash);
    await time.increase(2 * DAY);
    await millGovernor.execute(...proposal, hash);
    expect(await l.parameters.value(FEE)).to.equal(300n);
    expect(await l.escrow.channel(channel.id)).to.deep.equal(before);
    expect(await l.leases.lease(id)).to.deep.equal(lease);
    const { operator, token } = l;
    const paidBefore = await l.escrow.earnings(operator, token);
    await l.leases.complete(terms);
    const [net, fees] = await l.escrow.earnings(operator, token);
    const fee = (20n * USD * BigInt(terms.bound.feeBps)) / 10_000n;
    expect(BigInt(terms.bound.feeBps)).to.be.at.most(200n);
    expect([net - paidBefore.net, fees - paidBefore.fees]).to.deep.equal([20n * USD - fee, fee]);
    await l.escrow.connect(l.buyer).requestClose(channel.terms);
    const { closesAt } = await l.escrow.channel(channel.id);
    expect(closesAt).to.equal(BigInt((await time.latest()) + DAY));
  });
});

describe("the governor's own rules", () => {
  it("change by vote alone, within bounds that keep a vote shorter than a thaw", async () => {
    const p = await loadFixture(parliament);
    const { governor } = p;
    const change = (name: string, value: number) => call(governor, name, [value]);
    await expect(governor.connect(p.deployer).setVotingDelay(DAY)).to.be.revertedWithCustomError(
      governor,
      "GovernorOnlyExecutor",
    );
    await expect(governor.connect(p.governance).setVotingDelay(DAY)).to.be.revert(ethers);
    const refused: [string, number][] = [
      ["setVotingDelay", 12 * 3_600 - 1],
      ["setVotingDelay", 2 * DAY + 1],
      ["setVotingPeriod", 3 * DAY - 1],
      ["setVotingPeriod", 7 * DAY + 1],
      ["setLateQuorumVoteExtension", DAY - 1],
      ["setLateQuorumVoteExtension", 3 * DAY + 1],
      ["updateQuorumNumerator", 1],
      ["updateQuorumNumerator", 11],
    ];
    for (const [name, value] of refused) {
      const m = await p.propose([await change(name, value)], `${name} ${value}`);
      await p.carry(m);
      await expect(p.execute(m), `${name} ${value}`).to.be.revertedWithCustomError(governor, "RuleOutOfBounds");
    }
    const calls = await Promise.all([
      change("setVotingDelay", 2 * DAY),
      change("setVotingPeriod", 7 * DAY),
      change("setLateQuorumVoteExtension", 3 * DAY),
      change("updateQuorumNumerator", 10),
    ]);
    const m = await p.propose(calls, "as far as it goes");
    await p.carry(m);
    await p.execute(m);
    expect(await governor.votingDelay()).to.equal(BigInt(2 * DAY));
    expect(await governor.votingPeriod()).to.equal(BigInt(7 * DAY));
    expect(await governor.lateQuorumVoteExtension()).to.equal(BigInt(3 * DAY));
    expect(await governor["quorumNumerator()"]()).to.equal(10n);
  });

  it("leave the threshold's share and the timelock as they were deployed", async () => {
    const { governor, voter, treasury, millToken } = await loadFixture(parliament);
    await expect(governor.setProposalThreshold(1n)).to.be.revertedWithCustomError(governor, "ThresholdIsFixed");
    await expect(governor.updateTimelock(voter)).to.be.revertedWithCustomError(governor, "TimelockIsFixed");
    await millToken.connect(treasury).burn(100_000_000n * MILL);
    await time.increase(1);
    expect(await governor.proposalThreshold()).to.equal(250_000n * MILL);
  });

  it("cannot be deployed where a vote could outlast a thaw", async () => {
    const { governor, millToken, staking, deployer, millTimelock } = await loadFixture(parliament);
    const thaw = { id: encodeBytes32String("thawSeconds"), value: 14n * 86_400n, maximum: 60n * 86_400n, maxStep: 1n };
    const definition = { ...thaw, minimum: 12n * 86_400n, minIntervalSeconds: 0n };
    const loose = await ethers.deployContract("Parameters", [deployer, deployer, [definition], []]);
    const rules = [DAY, 5 * DAY, 2 * DAY, 4, 5];
    await expect(ethers.deployContract("MillGovernor", [millToken, staking, loose, millTimelock, rules]))
      .to.be.revertedWithCustomError(governor, "ThawTooShort")
      .withArgs(12 * DAY, 12 * DAY);
  });
});

describe("the timelock", () => {
  it("administers itself, and the governor alone proposes, cancels and executes (V-07)", async () => {
    const { millTimelock: t, millGovernor, deployer, governance } = await loadFixture(world);
    const operation = [deployer.address, 0n, "0x", ZeroHash, ZeroHash] as const;
    const by = t.connect(deployer);
    const denied = "AccessControlUnauthorizedAccount";
    await expect(by.schedule(...operation, 2 * DAY)).to.be.revertedWithCustomError(t, denied);
    await expect(by.execute(...operation)).to.be.revertedWithCustomError(t, denied);
    await expect(by.cancel(ZeroHash)).to.be.revertedWithCustomError(t, denied);
    await expect(by.grantRole(ZeroHash, deployer)).to.be.revertedWithCustomError(t, denied);
    await expect(by.wire(deployer)).to.be.revertedWithCustomError(t, "AlreadyWired");
    await expect(by.updateDelay(2 * DAY)).to.be.revertedWithCustomError(t, "TimelockUnauthorizedCaller");
    await expect(t.connect(governance).updateDelay(2 * DAY - 1)).to.be.revertedWithCustomError(t, "DelayOutOfBounds");
    await expect(t.connect(governance).updateDelay(14 * DAY + 1)).to.be.revertedWithCustomError(t, "DelayOutOfBounds");
    await t.connect(governance).updateDelay(3 * DAY);
    expect(await t.getMinDelay()).to.equal(BigInt(3 * DAY));
    expect(await t.hasRole(await t.PROPOSER_ROLE(), millGovernor)).to.equal(true);
  });

  it("takes what it is offered, by anyone's call, and nothing else", async () => {
    const { millTimelock: t, stranger, deployer } = await loadFixture(world);
    const offered = await ethers.deployContract("Parameters", [deployer, deployer, [], []], deployer);
    await expect(t.connect(stranger).takeOver([offered])).to.be.revertedWithCustomError(
      offered,
      "OwnableUnauthorizedAccount",
    );
    await offered.getFunction("transferOwnership")(t);
    await t.connect(stranger).takeOver([offered]);
    expect(await offered.getFunction("owner")()).to.equal(await t.getAddress());
  });

  it("passes over what it owns already, so that nobody's call makes another's fail", async () => {
    const { millTimelock: t, parameters, stranger, deployer } = await loadFixture(world);
    const first = await ethers.deployContract("Parameters", [deployer, deployer, [], []], deployer);
    const second = await ethers.deployContract("Parameters", [deployer, deployer, [], []], deployer);
    for (const offered of [first, second]) await offered.getFunction("transferOwnership")(t);
    await t.connect(stranger).takeOver([first]);
    await t.connect(deployer).takeOver([parameters, first, second]);
    for (const owned of [parameters, first, second]) {
      expect(await owned.getFunction("owner")()).to.equal(await t.getAddress());
      expect(await owned.getFunction("pendingOwner")()).to.equal(ZeroAddress);
    }
  });
});

describe("the guardian", () => {
  it("can pause three things and nothing more: there is no fast path to any other call (V-02)", async () => {
    const { parameters, guardian, millTimelock } = await loadFixture(world);
    const by = parameters.connect(guardian);
    for (const action of [0, 1, 2]) await expect(by.pause(action)).to.emit(parameters, "Paused");
    await expect(by.set(FEE, 300n)).to.be.revertedWithCustomError(parameters, "OwnableUnauthorizedAccount");
    await expect(by.setGuardian(guardian)).to.be.revertedWithCustomError(parameters, "OwnableUnauthorizedAccount");
    await expect(
      millTimelock.connect(guardian).schedule(guardian, 0n, "0x", ZeroHash, ZeroHash, 2 * DAY),
    ).to.be.revertedWithCustomError(millTimelock, "AccessControlUnauthorizedAccount");
  });

  it("is named by a vote", async () => {
    const p = await loadFixture(parliament);
    const m = await p.propose([await call(p.parameters, "setGuardian", [p.stranger.address])]);
    await p.carry(m);
    await expect(p.execute(m)).to.emit(p.parameters, "GuardianChanged").withArgs(p.stranger.address);
    await expect(p.parameters.connect(p.guardian).pause(0)).to.be.revertedWithCustomError(p.parameters, "NotGuardian");
  });
});
