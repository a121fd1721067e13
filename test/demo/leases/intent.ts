import { expect } from "chai";
import { intentOf, mostRunSeconds, noticeSeconds } from "../../../scripts/demo/leases/intent.ts";
import type { Job } from "../../../scripts/demo/leases/jobs.ts";

const job = (changes: Partial<Job>): Job => ({
  name: "a",
  units: 1_000,
  models: [],
  serviceClass: "LS",
  phase: "Running",
  createdAt: 90,
  scheduledAt: 100,
  deletedAt: 100 + 7_200,
  ...changes,
});
/** Draws the same number again and again. */
const always = (value: number) => () => value;

describe("demo: what a row of the trace means", () => {
  const table: readonly (readonly [Partial<Job>, number, string, string])[] = [
    [{ serviceClass: "LS", phase: "Succeeded" }, 0, "onDemand", "complete"],
    [{ serviceClass: "Guaranteed", phase: "Succeeded" }, 0, "onDemand", "complete"],
    [{ serviceClass: "BE", phase: "Succeeded" }, 0, "spot", "complete"],
    [{ serviceClass: "Burstable", phase: "Failed" }, 0, "spot", "abandon"],
    [{ serviceClass: "LS", phase: "Failed" }, 0, "onDemand", "abandon"],
    [{ serviceClass: "LS", phase: "Pending" }, 0, "onDemand", "noShow"],
    [{ serviceClass: "BE", phase: "Pending" }, 0, "spot", "noShow"],
    [{ serviceClass: "LS", phase: "Running" }, 0, "onDemand", "stop"],
    [{ serviceClass: "BE", phase: "Running" }, 0, "spot", "reclaim"],
    [{ serviceClass: "BE", phase: "Running" }, 0.29, "spot", "reclaim"],
    [{ serviceClass: "BE", phase: "Running" }, 0.31, "spot", "stop"],
    // There is no time for the notice.
    [{ serviceClass: "BE", phase: "Running", deletedAt: 100 + noticeSeconds }, 0, "spot", "stop"],
  ];
  for (const [changes, draw, kind, ending] of table) {
    const what = `${changes.phase} of ${changes.serviceClass}`;
    it(`takes ${what} (${draw} drawn) for a lease ${kind} that ends by ${ending}`, () => {
      expect(intentOf(job(changes), always(draw))).to.include({ kind, ending });
    });
  }

  it("runs from scheduling to deletion; what ends early was booked for longer, what completes for just that", () => {
    for (const draw of [0, 0.5, 0.999]) {
      const done = intentOf(job({ phase: "Succeeded" }), always(draw));
      expect(done).to.include({ runSeconds: 7_200, durationSeconds: 7_200 });
      for (const phase of ["Running", "Failed"] as const) {
        for (const seconds of [5, 3_600, 12_000_000]) {
          const early = intentOf(job({ phase, deletedAt: 100 + seconds }), always(draw));
          expect(early.runSeconds).to.equal(seconds);
          expect(early.durationSeconds).to.be.at.least(seconds + 2 * noticeSeconds);
          expect(early.durationSeconds % 600).to.equal(0);
        }
      }
    }
  });

  it("books no more than an offer can say, also for the longest job", () => {
    for (const draw of [0, 0.999]) {
      const { durationSeconds } = intentOf(job({ phase: "Failed", deletedAt: 100 + mostRunSeconds }), always(draw));
      expect(durationSeconds).to.equal(366 * 86_400);
    }
  });
});
