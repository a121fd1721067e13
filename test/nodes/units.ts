import { expect } from "chai";
import { AbiCoder } from "ethers";
import fc from "fast-check";
import { attestNode } from "../support/attestations.ts";
import { DAY, HOUR, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

describe("the units of a node", () => {
  it("are never sold twice: all can be leased, and not one more (13)", async () => {
    const m = await loadFixture(leasing);
    await m.lease({ units: 3_000 });
    await expect(m.lease({ units: 1_001, nonce: 1n }))
      .to.be.revertedWithCustomError(m.nodes, "UnitsExceeded")
      .withArgs(m.nodeId, 1_000n, 1_001n);
    await m.lease({ units: 1_000, nonce: 2n });
    await expect(m.lease({ units: 1, nonce: 3n }))
      .to.be.revertedWithCustomError(m.nodes, "UnitsExceeded")
      .withArgs(m.nodeId, 0n, 1n);
  });

  it("are not leased by none at all", async () => {
    const m = await loadFixture(leasing);
    await expect(m.lease({ units: 0 })).to.be.revertedWithCustomError(m.leases, "ZeroUnits");
  });

  it("are free again the moment a lease ends, before it is final", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running({ units: 4_000 });
    await expect(m.leases.connect(m.buyer).stop(terms)).to.emit(m.nodes, "UnitsFreed").withArgs(m.nodeId, 4_000n, 0n);
    await expect(m.leases.connect(m.operator).complete(terms)).to.be.revertedWithCustomError(m.leases, "WrongState");
    expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(0n);
  });

  it("cannot be taken away from under a lease by retiring the node", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running();
    await expect(m.nodes.connect(m.operator).retire(m.nodeId))
      .to.be.revertedWithCustomError(m.nodes, "UnitsStillLeased")
      .withArgs(m.nodeId, 1_000n);
    await m.leases.connect(m.buyer).stop(terms);
    await m.nodes.connect(m.operator).retire(m.nodeId);
    await expect(m.lease({ nonce: 1n }))
      .to.be.revertedWithCustomError(m.nodes, "NodeNotActive")
      .withArgs(m.nodeId);
  });

  it("are neither leased nor extended once the attestation has expired, but run on and are freed", async () => {
    const m = await loadFixture(leasing);
    const { attestedUntil } = await m.nodes.node(m.nodeId);
    await time.increaseTo(attestedUntil - BigInt(HOUR));
    const { terms } = await m.running();
    await time.increaseTo(attestedUntil);
    await expect(m.leases.connect(m.buyer).extend(terms, HOUR))
      .to.be.revertedWithCustomError(m.nodes, "AttestationExpired")
      .withArgs(attestedUntil);
    await expect(m.lease({ nonce: 1n })).to.be.revertedWithCustomError(m.nodes, "AttestationExpired");
    await time.increase(10 * HOUR);
    await m.leases.complete(terms);
    expect((await m.nodes.capacity(m.operator)).leasedUnits).to.equal(0n);
  });

  it("are offered by their operator alone", async () => {
    const m = await loadFixture(leasing);
    await stakeFor(m, m.otherOperator, 10_000n * MILL);
    await registerNode(m, m.otherOperator, 4_000, 2n);
    const offer = { operator: m.otherOperator.address };
    await expect(m.lease({ offer, signedBy: m.otherOperator }))
      .to.be.revertedWithCustomError(m.leases, "NotNodeOperator")
      .withArgs(m.nodeId, m.otherOperator);
  });

  it("registered again under another number do not carry leases over, nor hide the stake of the old ones", async () => {
    const m = await loadFixture(leasing);
    const { terms } = await m.running();
    await m.leases.connect(m.buyer).stop(terms);
    const locked = (await m.staking.operatorStake(m.operator)).locked;
    await m.nodes.connect(m.operator).retire(m.nodeId);
    const again = {
      operator: m.operator.address,
      hardwareId: AbiCoder.defaultAbiCoder().encode(["uint256"], [1n]),
      classId: 6,
      units: 4_000,
      expiresAt: BigInt(await time.latest()) + 366n * BigInt(DAY),
    };
    await m.nodes.connect(m.operator).register(again, await attestNode(m, again));
    expect(await m.nodes.capacity(m.operator)).to.deep.equal([6_400n * MILL, 4_000n, 0n]);
    expect((await m.staking.operatorStake(m.operator)).locked).to.equal(locked);
    await time.increase(3 * DAY);
    await m.leases.finalize(terms);
    expect((await m.staking.operatorStake(m.operator)).locked).to.equal(0n);
  });

  it("add up to those of the leases that hold them, in any order of opening and ending (13)", async () => {
    const m = await loadFixture(leasing);
    const snapshot = await networkHelpers.takeSnapshot();
    const moves = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 2_500 })), { minLength: 4, maxLength: 10 });
    let opened = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const held: { units: number; end: () => Promise<unknown> }[] = [];
        let nonce = 0n;
        for (const [opens, size] of list) {
          if (!opens && held.length > 0) {
            await held.splice(size % held.length, 1)[0]?.end();
          } else {
            const free = 4_000 - held.reduce((sum, { units }) => sum + units, 0);
            nonce += 1n;
            const wanted = m.lease({ units: size, nonce });
            if (size > free) {
              refused += 1;
              await expect(wanted).to.be.revertedWithCustomError(m.nodes, "UnitsExceeded");
            } else {
              opened += 1;
              const { terms } = await wanted;
              held.push({ units: size, end: () => m.leases.connect(m.buyer).cancel(terms) });
            }
          }
          const leased = BigInt(held.reduce((sum, { units }) => sum + units, 0));
          expect((await m.nodes.node(m.nodeId)).leasedUnits).to.equal(leased);
          expect((await m.nodes.capacity(m.operator)).leasedUnits).to.equal(leased);
        }
        await snapshot.restore();
      }),
      { numRuns: 15, examples: [[[2_500, 2_500, 1_000, 1].map((size) => [true, size])]] },
    );
    expect(opened > 0 && refused > 0).to.equal(true);
  });
});
