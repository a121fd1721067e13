import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";
import { chooseLeaseStep, type LeasePolicy } from "../../../relayer/core/lease-choice.ts";
import type { LeaseRecord } from "../../../sdk/lease-record.ts";

const policy: LeasePolicy = { value: 1_000n, ageSeconds: 3_600, noShows: false };

/** One unit at 3,600 an hour, so that it earns 1 a second; opened at 100, started at 1,000, for 10,000 seconds. */
function lease(changes: Partial<LeaseRecord> = {}, offer: Partial<LeaseRecord["terms"]["offer"]> = {}): LeaseRecord {
  return {
    leaseId: zeroHash,
    terms: {
      offer: {
        operator: zeroAddress,
        nodeId: 1n,
        token: zeroAddress,
        pricePerUnitHour: 3_600n,
        minSeconds: 0,
        maxSeconds: 100_000,
        bondPerUnit: 1n,
        promisedUptimeBps: 9_900,
        kind: 0,
        metering: 0,
        noticeSeconds: 0,
        startWindowSeconds: 1_800,
        graceSeconds: 0,
        earlyExitBps: 0,
        buyer: zeroAddress,
        uses: 0,
        expiresAt: 1,
        counter: 0n,
        salt: 0n,
        ...offer,
      },
      bound: {
        openedAt: 100,
        noShowDelaySeconds: 600,
        claimWindowSeconds: 5_000,
        rates: 0n,
        feeBps: 200,
        requiredStakePerUnit: 1n,
      },
      buyer: zeroAddress,
      signer: zeroAddress,
      units: 1,
      durationSeconds: 10_000,
      continues: zeroHash,
      nonce: 0n,
    },
    state: "running",
    outcome: "none",
    claim: "none",
    startedAt: 1_000,
    endsAt: 11_000,
    endedAt: 0,
    outageSeconds: 0,
    extendedSeconds: 0,
    paid: 0n,
    refunded: 0n,
    channelClosed: false,
    compensationBooked: 0n,
    ...changes,
  };
}

describe("what is done for a lease, and when", () => {
  it("settles from the value of one settlement on, and not a second before", () => {
    expect(chooseLeaseStep(lease(), 1_999, policy)).to.deep.equal({ kind: "wait", until: 2_001 });
    expect(chooseLeaseStep(lease(), 2_000, policy)).to.deep.equal({ kind: "act", step: "settle", pays: 1_000n });
    expect(chooseLeaseStep(lease({ paid: 500n }), 2_000, policy).kind).to.equal("wait");
  });

  it("settles when the work of so many seconds is not settled, whatever it is worth", () => {
    const high = { ...policy, value: 1_000_000n };
    expect(chooseLeaseStep(lease(), 4_599, high)).to.deep.equal({ kind: "wait", until: 4_600 });
    expect(chooseLeaseStep(lease(), 4_600, high)).to.deep.equal({ kind: "act", step: "settle", pays: 3_600n });
    expect(chooseLeaseStep(lease(), 4_600, { ...policy, value: undefined }).kind).to.equal("act");
    expect(chooseLeaseStep(lease(), 4_599, { ...policy, value: undefined }).kind).to.equal("wait");
  });

  it("counts an attested outage as not worked", () => {
    expect(chooseLeaseStep(lease({ outageSeconds: 600 }), 2_599, policy).kind).to.equal("wait");
    expect(chooseLeaseStep(lease({ outageSeconds: 600 }), 2_600, policy)).to.include({ kind: "act", pays: 1_000n });
    expect(chooseLeaseStep(lease({ outageSeconds: 9_999 }), 2_600, { ...policy, value: 0n }).kind).to.equal("wait");
  });

  it("completes a lease of any metering once its time is up, also after notice or an extension", () => {
    for (const metering of [0, 1]) {
      expect(chooseLeaseStep(lease({ paid: 10_000n }, { metering }), 10_999, policy).kind).to.equal("wait");
      expect(chooseLeaseStep(lease({ paid: 10_000n }, { metering }), 11_000, policy)).to.include({ step: "complete" });
    }
    const reclaimed = lease({ outcome: "reclaimed", endsAt: 5_000 });
    expect(chooseLeaseStep(reclaimed, 5_000, policy)).to.deep.equal({ kind: "act", step: "complete", pays: 4_000n });
    expect(chooseLeaseStep(lease({ endsAt: 12_000, extendedSeconds: 1_000 }), 11_500, policy)).to.include({
      step: "settle",
      pays: 10_500n,
    });
  });

  it("leaves a lease by voucher, or for nothing, alone until its time is up", () => {
    expect(chooseLeaseStep(lease({}, { metering: 1 }), 9_000, policy)).to.deep.equal({ kind: "wait", until: 11_000 });
    expect(chooseLeaseStep(lease({}, { pricePerUnitHour: 0n }), 9_000, policy)).to.include({ until: 11_000 });
  });

  it("makes an ended lease final after its claim window, and waits for a ruling for as long as that takes", () => {
    const ended = lease({ state: "ended", outcome: "completed", endedAt: 11_000 });
    expect(chooseLeaseStep(ended, 15_999, policy)).to.deep.equal({ kind: "wait", until: 16_000 });
    expect(chooseLeaseStep(ended, 16_000, policy)).to.include({ kind: "act", step: "finalize" });
    expect(chooseLeaseStep({ ...ended, claim: "pending" }, 99_999, policy).kind).to.equal("wait");
    expect(chooseLeaseStep({ ...ended, claim: "rejected" }, 16_000, policy)).to.include({ step: "finalize" });
    expect(chooseLeaseStep({ ...ended, state: "final" }, 99_999, policy).kind).to.equal("wait");
  });

  it("reports a no-show only if it is told to, and not before anyone may", () => {
    const open = lease({ state: "open", startedAt: 0, endsAt: 0 });
    expect(chooseLeaseStep(open, 99_999, policy).kind).to.equal("wait");
    const told = { ...policy, noShows: true };
    expect(chooseLeaseStep(open, 2_499, told)).to.deep.equal({ kind: "wait", until: 2_500 });
    expect(chooseLeaseStep(open, 2_500, told)).to.include({ kind: "act", step: "reportNoShow" });
  });
});
