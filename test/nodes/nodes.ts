import { expect } from "chai";
import { id } from "ethers";
import { attestNode, type NodeAttestation } from "../support/attestations.ts";
import { MILL } from "../support/leasing.ts";
import { networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const DAY = 86_400n;
/** A100 of the deployment's table: 1.6 MILL per unit. */
const CLASS = 6;
const PER_UNIT = (16n * MILL) / 10n;

/** The world with an attestation of 8 GPUs of `operator`, good for 30 days. */
async function attested() {
  const w = await world();
  const node: NodeAttestation = {
    operator: w.operator.address,
    hardwareId: id("hardware 1"),
    classId: CLASS,
    units: 8_000,
    expiresAt: BigInt(await time.latest()) + 30n * DAY,
  };
  const register = async (change: Partial<NodeAttestation> = {}, by = w.operator) => {
    const changed = { ...node, ...change };
    return w.nodes.connect(by).register(changed, await attestNode(w, changed));
  };
  const renew = async (nodeId: bigint, change: Partial<NodeAttestation> = {}) => {
    const changed = { ...node, expiresAt: node.expiresAt + DAY, ...change };
    return w.nodes.connect(w.stranger).renew(nodeId, changed, await attestNode(w, changed));
  };
  return { ...w, node, register, renew };
}

/** `attested`, and node 1 registered. */
async function registered() {
  const w = await attested();
  await w.register();
  return w;
}

describe("Nodes", () => {
  it("registers an attested node of its operator", async () => {
    const w = await loadFixture(attested);
    const { hardwareId, expiresAt } = w.node;
    await expect(w.register())
      .to.emit(w.nodes, "NodeRegistered")
      .withArgs(1n, w.operator, hardwareId, CLASS, 8_000n, expiresAt);
    expect(await w.nodes.node(1n)).to.deep.equal([
      ...[w.operator.address, BigInt(CLASS), 8_000n, 0n, expiresAt, true, hardwareId],
    ]);
    expect(await w.nodes.capacity(w.operator)).to.deep.equal([8_000n * PER_UNIT, 8_000n, 0n]);
    expect(await w.nodes.nodeOfHardware(hardwareId)).to.equal(1n);
  });

  it("registers nobody else's attestation (W-09)", async () => {
    const w = await loadFixture(attested);
    await expect(w.register({}, w.attacker))
      .to.be.revertedWithCustomError(w.nodes, "NotAuthorized")
      .withArgs(w.attacker, w.operator);
  });

  it("refuses attestations that are unsigned, empty, changed or of an unknown class", async () => {
    const w = await loadFixture(attested);
    const byOperator = w.nodes.connect(w.operator);
    await expect(w.register({ classId: 99 }))
      .to.be.revertedWithCustomError(w.nodes, "ClassUnknown")
      .withArgs(99);
    await expect(w.register({ units: 0 })).to.be.revertedWithCustomError(w.nodes, "ZeroUnits");
    await expect(byOperator.register(w.node, [])).to.be.revertedWithCustomError(w.attestors, "TooFewAttestations");
    const signatures = await attestNode(w, w.node);
    await expect(byOperator.register({ ...w.node, units: 9_000 }, signatures)).to.be.revertedWithCustomError(
      w.attestors,
      "AttestorInvalid",
    );
  });

  it("refuses an attestation from the second at which it expires", async () => {
    const w = await loadFixture(attested);
    const snapshot = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(w.node.expiresAt);
    await expect(w.register()).to.be.revertedWithCustomError(w.nodes, "AttestationExpired").withArgs(w.node.expiresAt);
    await snapshot.restore();
    await time.setNextBlockTimestamp(w.node.expiresAt - 1n);
    await w.register();
  });

  it("refuses what attestors signed who have been replaced since", async () => {
    const w = await loadFixture(attested);
    await w.attestors.setAttestors([w.stranger.address], 1n);
    await expect(w.register()).to.be.revertedWithCustomError(w.attestors, "AttestorInvalid");
  });

  it("knows a piece of hardware once, whoever registers it (13)", async () => {
    const w = await loadFixture(registered);
    const { operator, otherOperator } = w;
    for (const by of [operator, otherOperator]) {
      await expect(w.register({ operator: by.address, expiresAt: w.node.expiresAt + DAY }, by))
        .to.be.revertedWithCustomError(w.nodes, "HardwareActive")
        .withArgs(w.node.hardwareId, 1n);
    }
  });

  it("frees hardware that nobody attests any more, though its operator never retires it (W-10)", async () => {
    const w = await loadFixture(registered);
    const { hardwareId, expiresAt } = w.node;
    const fresh = { operator: w.otherOperator.address, expiresAt: expiresAt + DAY };
    await time.setNextBlockTimestamp(expiresAt - 1n);
    await expect(w.register(fresh, w.otherOperator)).to.be.revertedWithCustomError(w.nodes, "HardwareActive");
    await time.increaseTo(expiresAt);
    await expect(w.register(fresh, w.otherOperator)).to.emit(w.nodes, "NodeRetired").withArgs(1n);
    expect(await w.nodes.nodeOfHardware(hardwareId)).to.equal(2n);
    expect(await w.nodes.capacity(w.operator)).to.deep.equal([0n, 0n, 0n]);
    expect(await w.nodes.capacity(w.otherOperator)).to.deep.equal([8_000n * PER_UNIT, 8_000n, 0n]);
    await expect(w.renew(1n, { expiresAt: expiresAt + 2n * DAY })).to.be.revertedWithCustomError(
      w.nodes,
      "NodeNotActive",
    );
  });

  it("frees the hardware of a retired node, but not for attestations older than its last (W-10)", async () => {
    const w = await loadFixture(registered);
    const { hardwareId, expiresAt } = w.node;
    const sold = { operator: w.otherOperator.address };
    await expect(w.nodes.connect(w.attacker).retire(1n)).to.be.revertedWithCustomError(w.nodes, "NotAuthorized");
    await expect(w.nodes.connect(w.operator).retire(1n)).to.emit(w.nodes, "NodeRetired").withArgs(1n);
    expect(await w.nodes.capacity(w.operator)).to.deep.equal([0n, 0n, 0n]);
    expect(await w.nodes.nodeOfHardware(hardwareId)).to.equal(0n);
    await expect(w.nodes.connect(w.operator).retire(1n)).to.be.revertedWithCustomError(w.nodes, "NodeNotActive");

    await expect(w.register(sold, w.otherOperator))
      .to.be.revertedWithCustomError(w.nodes, "AttestationOutdated")
      .withArgs(expiresAt, expiresAt);
    await w.register({ ...sold, expiresAt: expiresAt + 1n }, w.otherOperator);
    await w.nodes.connect(w.otherOperator).retire(2n);
    // The seller's attestation is good for days yet, and still it does not bring the hardware back.
    await expect(w.register())
      .to.be.revertedWithCustomError(w.nodes, "AttestationOutdated")
      .withArgs(expiresAt, expiresAt + 1n);
    expect((await w.nodes.node(1n)).operator).to.equal(w.operator.address);
    expect((await w.nodes.node(1n)).active).to.equal(false);
  });

  it("registers the same hardware of the same operator again under a new number, with the attestation it has", async () => {
    const w = await loadFixture(registered);
    await w.nodes.connect(w.operator).retire(1n);
    await w.register();
    expect(await w.nodes.nodeOfHardware(w.node.hardwareId)).to.equal(2n);
    expect(await w.nodes.capacity(w.operator)).to.deep.equal([8_000n * PER_UNIT, 8_000n, 0n]);
  });

  it("takes a fresh attestation of the same node from anyone, and no other", async () => {
    const w = await loadFixture(registered);
    const others = [
      { operator: w.otherOperator.address },
      { hardwareId: id("other") },
      { classId: 7 },
      { units: 1 },
    ] as const;
    for (const change of others) {
      await expect(w.renew(1n, change)).to.be.revertedWithCustomError(w.nodes, "AttestationDiffers").withArgs(1n);
    }
    await expect(w.renew(1n, { expiresAt: w.node.expiresAt })).to.be.revertedWithCustomError(
      w.nodes,
      "AttestationOutdated",
    );
    await expect(w.renew(2n)).to.be.revertedWithCustomError(w.nodes, "NodeUnknown").withArgs(2n);
    const until = w.node.expiresAt + DAY;
    await expect(w.renew(1n)).to.emit(w.nodes, "NodeRenewed").withArgs(1n, until);
    expect((await w.nodes.node(1n)).attestedUntil).to.equal(until);
  });

  it("keeps the required stake of a node until it is renewed, and takes off what it added (11)", async () => {
    const w = await loadFixture(registered);
    const required = async () => (await w.nodes.capacity(w.operator)).requiredStake;
    await w.nodes.setClass(CLASS, 3n * PER_UNIT, PER_UNIT, 0);
    await w.register({ hardwareId: id("hardware 2"), units: 1_000 });
    expect(await required()).to.equal(8_000n * PER_UNIT + 3_000n * PER_UNIT);
    await w.renew(1n);
    expect(await required()).to.equal(24_000n * PER_UNIT + 3_000n * PER_UNIT);
    await w.nodes.setClass(CLASS, 1n, 1n, 0);
    await w.nodes.connect(w.operator).retire(1n);
    expect(await required()).to.equal(3_000n * PER_UNIT);
    await w.nodes.connect(w.operator).retire(2n);
    expect(await required()).to.equal(0n);
  });

  it("has classes that the owner alone adds and changes, within bounds", async () => {
    const w = await loadFixture(attested);
    await expect(w.nodes.connect(w.attacker).setClass(50, 1n, 1n, 0)).to.be.revertedWithCustomError(
      w.nodes,
      "OwnableUnauthorizedAccount",
    );
    for (const [stake, bond, subsidy] of [
      [0n, 1n, 0],
      [1n, 0n, 0],
      [1n, 1n, 10_001],
    ] as const) {
      await expect(w.nodes.setClass(50, stake, bond, subsidy))
        .to.be.revertedWithCustomError(w.nodes, "ClassInvalid")
        .withArgs(stake, bond, subsidy);
    }
    const ids = await w.nodes.classIds();
    await expect(w.nodes.setClass(50, 2n, 1n, 10_000))
      .to.emit(w.nodes, "ClassChanged")
      .withArgs(50, 2n, 1n, 10_000);
    await w.nodes.setClass(50, 3n, 1n, 0);
    expect(await w.nodes.class(50)).to.deep.equal([true, 3n, 1n, 0n]);
    expect(await w.nodes.classIds()).to.deep.equal([...ids, 50n]);
    expect((await w.nodes.class(51)).exists).to.equal(false);
  });

  it("lets Leases alone reserve and free units, and is wired once", async () => {
    const w = await loadFixture(registered);
    for (const call of ["lease", "free"] as const) {
      await expect(w.nodes.connect(w.attacker)[call](1n, 1n))
        .to.be.revertedWithCustomError(w.nodes, "NotAuthorized")
        .withArgs(w.attacker, w.leases);
    }
    await expect(w.nodes.connect(w.deployer).wire(w.attacker)).to.be.revertedWithCustomError(w.nodes, "AlreadyWired");
    await expect(w.nodes.connect(w.attacker).wire(w.attacker)).to.be.revertedWithCustomError(w.nodes, "NotAuthorized");
  });
});
