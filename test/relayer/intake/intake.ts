import { expect } from "chai";
import type { SignedVoucher } from "../../../relayer/core/voucher.ts";
import type { IntakeResult } from "../../../relayer/intake/commit-vouchers.ts";
import { createIntake } from "../../../relayer/intake/intake.ts";
import type { Submission } from "../../../relayer/intake/submission.ts";

describe("the intake", () => {
  it("stores the first of two large requests before it has checked the second, and lets a small one between", async () => {
    const steps: string[] = [];
    const checked: bigint[] = [];
    const stored: IntakeResult[] = [];
    const voucherOf = ({ salt, cumulative }: Submission) => ({ salt, cumulative }) as SignedVoucher;
    const intake = createIntake({
      verify: (submission) => {
        checked.push(submission.salt);
        return { kind: "voucher", voucher: voucherOf(submission) };
      },
      commits: {
        submit: async (vouchers) => {
          steps.push(
            `${vouchers[0]?.salt}: ${checked.filter((salt) => salt === 2n).length === 100 ? "late" : "early"}`,
          );
          return vouchers.map((voucher) => ({ kind: "stored", voucher, deposited: 1n, settled: 0n }));
        },
        depth: () => 0,
        waitingSince: () => undefined,
        drained: async () => undefined,
      },
      catchUp: async () => undefined,
    });
    const many = (salt: bigint, count: number) => {
      return Array.from({ length: count }, (_, index) => ({ salt, cumulative: BigInt(index + 1) }) as Submission);
    };
    const [first, second, small] = await Promise.all([
      intake.submit(many(1n, 100)),
      intake.submit(many(2n, 100)),
      intake.submit(many(3n, 1)),
    ]);
    stored.push(...first, ...second, ...small);
    expect(steps).to.have.members(["1: early", "3: early", "2: late"]);
    expect(steps.at(-1)).to.equal("2: late");
    expect(stored.map((result) => result.kind === "stored" && result.voucher.cumulative)).to.deep.equal([
      ...many(1n, 100).map(({ cumulative }) => cumulative),
      ...many(2n, 100).map(({ cumulative }) => cumulative),
      1n,
    ]);
  });
});
