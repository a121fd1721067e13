import { numberToHex, zeroAddress } from "viem";
import type { LeaseTerms } from "../../../sdk/lease.ts";

/** Terms of a lease of nothing in particular. */
export function sampleTerms(nonce: bigint, continues: number): LeaseTerms {
  return {
    offer: {
      operator: zeroAddress,
      nodeId: 1n,
      token: zeroAddress,
      pricePerUnitHour: 1n,
      minSeconds: 0,
      maxSeconds: 1,
      bondPerUnit: 1n,
      promisedUptimeBps: 0,
      kind: 0,
      metering: 0,
      noticeSeconds: 0,
      startWindowSeconds: 0,
      graceSeconds: 0,
      earlyExitBps: 0,
      buyer: zeroAddress,
      uses: 0,
      expiresAt: 1,
      counter: 0n,
      salt: 0n,
    },
    bound: {
      openedAt: 1,
      noShowDelaySeconds: 0,
      claimWindowSeconds: 0,
      rates: 0n,
      feeBps: 0,
      requiredStakePerUnit: 1n,
    },
    buyer: zeroAddress,
    signer: zeroAddress,
    units: 1_000,
    durationSeconds: 1,
    continues: numberToHex(continues, { size: 32 }),
    nonce,
  };
}
