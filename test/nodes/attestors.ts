import { expect } from "chai";
import { id, Signature, TypedDataEncoder, ZeroAddress } from "ethers";
import { ascending, attestationDomain, attestNode, attestOutage, NODE, OUTAGE } from "../support/attestations.ts";
import { ethers, networkHelpers, type World, world } from "../world.ts";

const { loadFixture } = networkHelpers;
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const seen = { leaseId: id("lease"), from: 1_800_000_000n, to: 1_800_003_600n };

/** The world with an attestation of a node of `operator` and its three attestors in their order. */
async function attesting() {
  const w = await world();
  const node = {
    operator: w.operator.address,
    hardwareId: id("hardware"),
    classId: 6,
    units: 8_000,
    expiresAt: 2_000_000_000n,
  };
  const keys = ascending([w.attestor0, w.attestor1, w.attestor2]) as [
    World["operator"],
    World["operator"],
    World["operator"],
  ];
  return { ...w, node, keys };
}

describe("Attestors", () => {
  it("hash attestations as ethers does, and describe their domain (G-01)", async () => {
    const w = await loadFixture(attesting);
    const domain = await attestationDomain(w);
    expect(await w.attestors.nodeDigest(w.node)).to.equal(TypedDataEncoder.hash(domain, NODE, w.node));
    expect(await w.attestors.outageDigest(seen)).to.equal(TypedDataEncoder.hash(domain, OUTAGE, seen));
    const { name, version, chainId, verifyingContract } = await w.attestors.eip712Domain();
    expect({ name, version, chainId, verifyingContract }).to.deep.equal(domain);
  });

  it("hash every field of an attestation (G-02)", async () => {
    const { attestors, node, stranger } = await loadFixture(attesting);
    const nodes = [
      node,
      { ...node, operator: stranger.address },
      { ...node, hardwareId: id("other") },
      { ...node, classId: 7 },
      { ...node, units: 8_001 },
      { ...node, expiresAt: node.expiresAt + 1n },
    ];
    const outages = [
      seen,
      { ...seen, leaseId: id("other") },
      { ...seen, from: seen.from + 1n },
      { ...seen, to: seen.to + 1n },
    ];
    const digests = await Promise.all([
      ...nodes.map((each) => attestors.nodeDigest(each)),
      ...outages.map((outage) => attestors.outageDigest(outage)),
    ]);
    expect(new Set(digests).size).to.equal(nodes.length + outages.length);
  });

  it("take the signatures of any two of three, or of all", async () => {
    const w = await loadFixture(attesting);
    const [a, b, c] = w.keys;
    for (const by of [
      [a, b],
      [b, c],
      [a, c],
      [a, b, c],
    ]) {
      await w.attestors.checkNode(w.node, await attestNode(w, w.node, by));
      await w.attestors.checkOutage(seen, await attestOutage(w, seen, by));
    }
  });

  it("refuse fewer than two, and one that signs twice (W-05)", async () => {
    const w = await loadFixture(attesting);
    const [a, b] = w.keys;
    const [first = "", second = ""] = await attestNode(w, w.node, [a, b]);
    for (const few of [[], [first]]) {
      await expect(w.attestors.checkNode(w.node, few))
        .to.be.revertedWithCustomError(w.attestors, "TooFewAttestations")
        .withArgs(few.length, 2n);
    }
    for (const [signatures, signer] of [
      [[first, first], a],
      [[second, first], a],
      [[first, second, second], b],
    ] as const) {
      await expect(w.attestors.checkNode(w.node, [...signatures]))
        .to.be.revertedWithCustomError(w.attestors, "AttestorInvalid")
        .withArgs(signatures.length - 1, signer);
    }
  });

  it("refuse strangers, and signatures of other attestations, chains and contracts (G-11)", async () => {
    const w = await loadFixture(attesting);
    const domain = await attestationDomain(w);
    const under = (changed: object) =>
      Promise.all(w.keys.map((key) => key.signTypedData({ ...domain, ...changed }, NODE, w.node)));
    const wrong = [
      await attestNode(w, w.node, [w.attestor0, w.attacker]),
      await attestNode(w, { ...w.node, units: 1 }),
      await under({ chainId: 1n }),
      await under({ verifyingContract: w.operator.address }),
      await under({ version: "2" }),
    ];
    for (const signatures of wrong) {
      await expect(w.attestors.checkNode(w.node, signatures)).to.be.revertedWithCustomError(
        w.attestors,
        "AttestorInvalid",
      );
    }
  });

  it("refuse malformed, compact and malleable signatures, by name and not with a panic (G-05, G-06)", async () => {
    const w = await loadFixture(attesting);
    const [good = "", other = ""] = await attestNode(w, w.node);
    const { r, s, v, compactSerialized } = Signature.from(good);
    const malleable = ethers.concat([r, ethers.toBeHex(CURVE_ORDER - BigInt(s), 32), v === 27 ? "0x1c" : "0x1b"]);
    for (const bad of ["0x", `0x${"00".repeat(65)}`, compactSerialized, malleable, `${good}00`]) {
      await expect(w.attestors.checkNode(w.node, [bad, other]))
        .to.be.revertedWithCustomError(w.attestors, "AttestorInvalid")
        .withArgs(0n, ZeroAddress);
    }
  });

  it("are all replaced at once by the owner: what the old ones signed counts no more", async () => {
    const w = await loadFixture(attesting);
    const next = ascending([w.stranger, w.challenger]);
    const names = next.map(({ address }) => address);
    await expect(w.attestors.connect(w.attacker).setAttestors(names, 2n)).to.be.revertedWithCustomError(
      w.attestors,
      "OwnableUnauthorizedAccount",
    );
    const old = await attestNode(w, w.node);
    await expect(w.attestors.setAttestors(names, 2n)).to.emit(w.attestors, "AttestorsChanged").withArgs(names, 2n);
    expect(await w.attestors.attestors()).to.deep.equal(names);
    expect(await w.attestors.isAttestor(w.attestor0)).to.equal(false);
    await expect(w.attestors.checkNode(w.node, old))
      .to.be.revertedWithCustomError(w.attestors, "AttestorInvalid")
      .withArgs(0n, ascending([w.attestor0, w.attestor1])[0]);
    await w.attestors.checkNode(w.node, await attestNode(w, w.node, next));
  });

  it("are listed in order, 1 to 64, with a threshold that they can reach", async () => {
    const { attestors, keys } = await loadFixture(attesting);
    const list = (count: number) => Array.from({ length: count }, (_, i) => ethers.toBeHex(i + 1, 20));
    for (const [accounts, threshold] of [
      [[], 0n],
      [list(3), 0n],
      [list(3), 4n],
      [list(65), 33n],
    ] as const) {
      await expect(attestors.setAttestors([...accounts], threshold))
        .to.be.revertedWithCustomError(attestors, "AttestorsInvalid")
        .withArgs(accounts.length, threshold);
    }
    await attestors.setAttestors(list(64), 64n);
    const [a, b] = keys.map(({ address }) => address) as [string, string];
    for (const [accounts, index] of [
      [[b, a], 1],
      [[a, a], 1],
      [[ZeroAddress, a], 0],
    ] as const) {
      await expect(attestors.setAttestors([...accounts], 1n))
        .to.be.revertedWithCustomError(attestors, "AttestorInvalid")
        .withArgs(index, accounts[index]);
    }
  });
});
