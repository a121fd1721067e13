import type { Refusal } from "../core/refusal.ts";
import type { SignedVoucher } from "../core/voucher.ts";
import type { IntakeResult } from "./commit-vouchers.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Submission } from "./submission.ts";
import type { Verify } from "./verify.ts";

export type Intake = {
  /** What became of each submission, in order. 'stored' and 'duplicate' are durable when this resolves. */
  readonly submit: (submissions: readonly (Submission | Refusal)[]) => Promise<IntakeResult[]>;
};

type Ports = {
  readonly verify: Verify;
  readonly commits: GroupCommit<SignedVoucher, IntakeResult>;
  /** Bring the copy of the chain up to date. */
  readonly catchUp: () => Promise<void>;
};

// Recovering takes about 0.1 ms: after so many, others get their turn.
const sliceSize = 32;
// What may wait for the chain at once; beyond it an unknown channel is called unknown without a second look.
const mostSecondLooks = 5_000;

/** The way of a voucher from the wire to the database: verify, judge, store; a second look if its channel is new. */
export function createIntake({ verify, commits, catchUp }: Ports): Intake {
  let secondLooks = 0;

  const commitTwice = async (vouchers: readonly SignedVoucher[]): Promise<IntakeResult[]> => {
    const results = await commits.submit(vouchers);
    const unknown = results.flatMap((result, index) => (isUnknown(result) ? [index] : []));
    if (unknown.length === 0 || secondLooks + unknown.length > mostSecondLooks) return results;
    secondLooks += unknown.length;
    try {
      await catchUp();
      const again = await commits.submit(unknown.map((index) => vouchers[index] as SignedVoucher));
      unknown.forEach((index, position) => {
        results[index] = again[position] as IntakeResult;
      });
      return results;
    } finally {
      secondLooks -= unknown.length;
    }
  };

  return {
    async submit(submissions) {
      const results: IntakeResult[] = [];
      const good: { index: number; voucher: SignedVoucher }[] = [];
      for (const [index, submission] of submissions.entries()) {
        if (index > 0 && index % sliceSize === 0) await new Promise((resolve) => setImmediate(resolve));
        const checked = "code" in submission ? { kind: "refused" as const, refusal: submission } : verify(submission);
        if (checked.kind === "refused") results[index] = checked;
        else good.push({ index, voucher: checked.voucher });
      }
      if (good.length === 0) return results;
      const committed = await commitTwice(good.map(({ voucher }) => voucher));
      good.forEach(({ index }, position) => {
        results[index] = committed[position] as IntakeResult;
      });
      return results;
    },
  };
}

function isUnknown(result: IntakeResult): boolean {
  return result.kind === "refused" && result.refusal.code === "unknown_channel";
}
