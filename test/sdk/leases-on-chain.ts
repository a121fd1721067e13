import { expect } from "chai";
import {
  attestorsDomain,
  inOrderOfSigners,
  type NodeAttestation,
  nodeDigest,
  outageDigest,
} from "../../sdk/attestation.ts";
import { channelIdOfTerms } from "../../sdk/channel.ts";
import { MillraceError } from "../../sdk/error.ts";
import { type LeaseTerms, leaseChannel, leaseIdOf, openedLease } from "../../sdk/lease.ts";
import {
  abandonedCompensationUp,
  leaseBondUp,
  leaseEarnedDown,
  leasePriceUp,
  locksOf,
  outageGrade,
} from "../../sdk/lease-math.ts";
import { type Offer, offerDigest, offersDomain } from "../../sdk/offer.ts";
import { committeeDomain, rulingDigest } from "../../sdk/ruling.ts";
import { packRates, unpackRates, type WarrantyRates } from "../../sdk/warranty-rates.ts";
import { attestNode } from "../support/attestations.ts";
import { GPU, HOUR, Kind, leasing, MILL } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";

type Address = `0x${string}`;

describe("sdk: against Leases, Offers, Attestors and the committee", () => {
  const build = () => networkHelpers.loadFixture(leasing);

  it("hashes an offer as Offers does", async () => {
    const { offers, offer, chainId } = await build();
    const domain = offersDomain(Number(chainId), (await offers.getAddress()) as Address);
    for (const changes of [{}, { kind: Kind.Reserved, earlyExitBps: 10_000 }, { salt: 2n ** 256n - 1n }]) {
      const made = await offer(changes);
      expect(offerDigest(domain, made as unknown as Offer)).to.equal(await offers.offerDigest(made));
    }
  });

  it("reads an opened lease from its logs, with the id and the channel that Leases gave it", async () => {
    const { leases, escrow, order, buyer } = await build();
    const receipt = await (await leases.connect(buyer).open(await order({ units: 250, nonce: 7n }))).wait();
    const address = (await leases.getAddress()) as Address;
    const logs = (receipt?.logs ?? []) as unknown as Parameters<typeof openedLease>[1];
    const { leaseId, terms } = openedLease(address, logs);
    expect(leaseIdOf(terms)).to.equal(leaseId);
    expect(await leases.leaseIdOf(terms as never)).to.equal(leaseId);
    expect((await leases.lease(leaseId)).state).to.equal(1n);

    const { price, bond } = locksOf(terms.offer, 250n, 10n * BigInt(HOUR));
    expect((await escrow.channel(channelIdOfTerms(leaseChannel(address, terms)))).deposited).to.equal(price);
    expect(bond).to.equal(250n * terms.offer.bondPerUnit);
    expect(() => openedLease(address, [])).to.throw(MillraceError, "did not open one lease");
  });

  it("hashes attestations as Attestors does, and puts signatures in the order that it takes", async () => {
    const m = await build();
    const domain = attestorsDomain(Number(m.chainId), (await m.attestors.getAddress()) as Address);
    const attestation: NodeAttestation = {
      operator: m.operator.address as Address,
      hardwareId: `0x${"ab".repeat(32)}`,
      classId: 6,
      units: 8 * GPU,
      expiresAt: 2 ** 32,
    };
    const digest = nodeDigest(domain, attestation);
    expect(digest).to.equal(await m.attestors.nodeDigest(attestation));
    const outage = { leaseId: digest, from: 1, to: 2 ** 40 - 1 };
    expect(outageDigest(domain, outage)).to.equal(await m.attestors.outageDigest(outage));

    const given = (await attestNode(m, { ...attestation, expiresAt: 2n ** 32n })) as Address[];
    const inOrder = await inOrderOfSigners(digest, [...given].reverse());
    expect(inOrder.signatures).to.deep.equal(given);
    await m.attestors.checkNode(attestation, inOrder.signatures);
    const twice = await inOrderOfSigners(digest, [given[0] as Address, given[0] as Address]).catch((e: unknown) => e);
    expect(twice).to.be.instanceOf(MillraceError).with.property("code", "signed-twice");
  });

  it("hashes a ruling as the committee does", async () => {
    const { committee, disputes, chainId, buyer, lease, operator, leases, millToken, treasury, staking } =
      await build();
    const { terms } = await lease();
    await leases.connect(operator).start(terms);
    await millToken.connect(treasury).transfer(buyer.address, 1_000n * MILL);
    await millToken.connect(buyer).approve(await staking.getAddress(), 1_000n * MILL);
    await disputes.connect(buyer).open(terms, 0, `0x${"00".repeat(32)}`, "");
    await disputes.connect(operator).answer(1n, `0x${"00".repeat(32)}`, "");
    const domain = committeeDomain(Number(chainId), (await committee.getAddress()) as Address);
    const arbitrable = (await disputes.getAddress()) as Address;
    for (const ruling of [0n, 1n, 2n]) {
      const { arbitratorDisputeId } = await disputes.dispute(1n);
      expect(rulingDigest(domain, { arbitrable, arbitratorDisputeId, ruling })).to.equal(
        await committee.rulingDigest(arbitratorDisputeId, ruling),
      );
    }
  });

  it("computes price, earnings, bond and compensation with the roundings of the contracts", () => {
    // One unit at one smallest unit per hour, for a second: 1/3600, rounded up for who locks, down for who earns.
    expect(leasePriceUp(1n, 1n, 1n)).to.equal(1n);
    expect(leaseEarnedDown(1n, 1n, 3_599n, 0n)).to.equal(0n);
    expect(leaseEarnedDown(1n, 1n, 7_200n, 1n)).to.equal(1n);
    expect(leaseEarnedDown(1n, 1n, 5n, 6n)).to.equal(0n);
    expect(leaseBondUp(1n, 10n, 3n, 4n)).to.equal(14n);
    expect(abandonedCompensationUp(1_000n, 1n, 3n, 1_000n)).to.equal(334n);
    expect(abandonedCompensationUp(1_000n, 1n, 100n, 1_000n)).to.equal(100n);
    const rates: WarrantyRates = {
      noShowBps: 5_000,
      abandonFloorBps: 65_535,
      outageStepBps: [100, 500, 1_000],
      outageCompensationBps: [1_000, 2_500, 5_000],
    };
    expect(unpackRates(packRates(rates))).to.deep.equal(rates);
    const terms = {
      offer: { promisedUptimeBps: 9_900 },
      bound: { rates: packRates(rates) },
    } as unknown as LeaseTerms;
    const grades = [100n, 101n, 200n, 201n, 600n, 601n, 1_100n, 1_101n].map((o) => outageGrade(o, 10_000n, terms));
    expect(grades).to.deep.equal([0n, 1_000n, 1_000n, 2_500n, 2_500n, 5_000n, 5_000n, 10_000n]);
  });
});
