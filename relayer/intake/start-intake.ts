import type { FollowLoop } from "../chain/follow-loop.ts";
import { createGrouped, type Grouped } from "../core/grouped.ts";
import type { SignedVoucher } from "../core/voucher.ts";
import type { Crash } from "../ops/crash.ts";
import type { Metrics } from "../ops/metrics.ts";
import type { Database } from "../store/database.ts";
import { commitVouchers, type IntakePolicy, type IntakeResult } from "./commit-vouchers.ts";
import { createIntake, type Intake } from "./intake.ts";
import type { Verify } from "./verify.ts";

export type RunningIntake = { readonly intake: Intake; readonly commits: Grouped<SignedVoucher, IntakeResult> };

export type IntakeParts = {
  readonly db: Database;
  readonly verify: Verify;
  readonly follow: Pick<FollowLoop, "catchUp">;
  readonly policy: IntakePolicy;
  readonly metrics: Metrics;
  readonly crash: Crash;
};

// A server commits one group while the next is being judged; the embedded database does one thing at a time.
const parallelCommits = { embedded: 1, server: 2 } as const;

/** The intake on top of a database, with its commits measured. */
export function startIntake({ db, verify, follow, policy, metrics, crash }: IntakeParts): RunningIntake {
  const commit = async (vouchers: readonly SignedVoucher[]): Promise<IntakeResult[]> => {
    const start = performance.now();
    crash("intake-before-commit");
    const results = await commitVouchers(db, vouchers, policy);
    crash("intake-committed");
    metrics.observeCommit((performance.now() - start) / 1_000, vouchers.length);
    return results;
  };
  const commits = createGrouped(commit, { groupSize: 1_000, parallel: parallelCommits[db.kind] });
  const { submit } = createIntake({ verify, commits, catchUp: follow.catchUp });
  const counted: Intake = {
    submit: async (submissions) => {
      const results = await submit(submissions);
      for (const result of results) metrics.countVoucher(result.kind === "refused" ? result.refusal.code : result.kind);
      return results;
    },
  };
  return { intake: counted, commits };
}
