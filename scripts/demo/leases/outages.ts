import type { PrivateKeyAccount } from "viem";
import { inOrderOfSigners, outageDigest, signOutage } from "../../../sdk/attestation.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { quorumOf } from "./attest.ts";
import type { Keeping } from "./keeping.ts";
import type { PlannedLease } from "./lease-plan.ts";
import type { Lives } from "./lives.ts";
import type { Troupe } from "./troupe.ts";

/** Put every outage of the plan on the schedule: attestors sign what they saw, and the lease's buyer reports it. */
export function scheduleOutages(troupe: Troupe, lives: Lives, keeping: Keeping): void {
  const { plan, cast, place, schedule, chainTime } = troupe;
  for (const [turn, { lease, from, to, reportsAt }] of plan.outages.entries()) {
    const { buyer, ending } = plan.leases[lease] as PlannedLease;
    schedule.at(chainTime(reportsAt), async () => {
      const known = lives.known(lease);
      const outage = { leaseId: known.leaseId, from: chainTime(from), to: chainTime(to) };
      const signed = quorumOf(cast.attestors, turn).map((account) => signOutage(account, place.attestors, outage));
      const digest = outageDigest(place.attestors, outage);
      const { signatures } = await inOrderOfSigners(digest, await Promise.all(signed));
      return {
        by: cast.buyers[buyer] as PrivateKeyAccount,
        call: leaseCalls.reportOutage(place.leases, known.terms, outage, signatures),
        done: (receipt) => {
          // Past the last step the lease has ended with it.
          if (ending === "outage") lives.ended(lease, receipt);
          else keeping.payBooked(receipt, known);
        },
      };
    });
  }
}
