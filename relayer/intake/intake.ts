import type { Grouped } from "../core/grouped.ts";
import type { Refusal } from "../core/refusal.ts";
import { createTurns } from "../core/turns.ts";
import type { SignedVoucher } from "../core/voucher.ts";
import type { IntakeResult } from "./commit-vouchers.ts";
import type { Submission } from "./submission.ts";
import type { Verify } from "./verify.ts";

export type Intake = {
  /** What became of each submission, in order. 'stored' and 'duplicate' are durable when this resolves. */
  readonly submit: (submissions: readonly (Submission | Refusal)[]) => Promise<IntakeResult[]>;
};

type Checked = ReturnType<Verify>;

type Ports = {
  readonly verify: Verify;
  readonly commits: Grouped<SignedVoucher, IntakeResult>;
  /** Bring the copy of the chain up to date. */
  readonly catchUp: () => Promise<void>;
};

// Recovering takes about 0.1 ms: after so many, others get their turn.
const sliceSize = 32;
// What may wait for the chain at once; beyond it the first answer stands.
const mostSecondLooks = 5_000;

/**
 * The way of a voucher from the wire to the database: verify, judge, store. A channel that was opened or topped up a
 * moment ago gets a second look, after the copy of the chain was brought up to date.
 */
export function createIntake({ verify, commits, catchUp }: Ports): Intake {
  let secondLooks = 0;
  const inTurn = createTurns();

  const checkOne = (submission: Submission | Refusal): Checked =>
    "code" in submission ? { kind: "refused", refusal: submission } : verify(submission);

  const checkAll = async (submissions: readonly (Submission | Refusal)[]): Promise<Checked[]> => {
    const checked: Checked[] = [];
    for (const [index, submission] of submissions.entries()) {
      if (index > 0 && index % sliceSize === 0) await new Promise((resolve) => setImmediate(resolve));
      checked.push(checkOne(submission));
    }
    return checked;
  };

  // What takes several slices waits for its turn: the first of two is stored while the second is checked, where side by
  // side both would be checked late, and then both stored.
  const check = (submissions: readonly (Submission | Refusal)[]): Promise<Checked[]> =>
    submissions.length > sliceSize ? inTurn(() => checkAll(submissions)) : checkAll(submissions);

  const commitTwice = async (vouchers: readonly SignedVoucher[]): Promise<IntakeResult[]> => {
    const results = await commits.submit(vouchers);
    const stale = results.flatMap((result, index) => (mayBeStale(result) ? [index] : []));
    if (stale.length === 0 || secondLooks + stale.length > mostSecondLooks) return results;
    secondLooks += stale.length;
    try {
      await catchUp();
      const again = await commits.submit(stale.map((index) => vouchers[index] as SignedVoucher));
      stale.forEach((index, position) => {
        results[index] = again[position] as IntakeResult;
      });
      return results;
    } finally {
      secondLooks -= stale.length;
    }
  };

  return {
    async submit(submissions) {
      const results: IntakeResult[] = [];
      const good: { index: number; voucher: SignedVoucher }[] = [];
      for (const [index, checked] of (await check(submissions)).entries()) {
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

function mayBeStale(result: IntakeResult): boolean {
  return result.kind === "refused" && ["unknown_channel", "over_deposit"].includes(result.refusal.code);
}
