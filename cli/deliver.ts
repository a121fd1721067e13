import { MillraceError } from "../sdk/error.ts";
import type { Problem } from "../sdk/relayer-http.ts";
import type { SignedVoucher, VoucherAnswer } from "../sdk/relayer-vouchers.ts";
import type { Context } from "./context.ts";
import { money } from "./output/format.ts";

export type Accepted = VoucherAnswer & { readonly kind: "accepted" };

/**
 * Hand vouchers to the relayer; all are accepted when it returns.
 * @throws MillraceError `relayer-refused` with the relayer's reason, for the first that it refuses
 */
export async function deliver(context: Context, vouchers: readonly SignedVoucher[]): Promise<Accepted[]> {
  const answers = await context.relayer().postVouchers(vouchers);
  return answers.map((answer, index) => {
    if (answer.kind === "accepted") return answer;
    throw refusal(context, answer.problem, vouchers[index], answers);
  });
}

function refusal(
  { token }: Context,
  problem: Problem,
  voucher: SignedVoucher | undefined,
  answers: readonly VoucherAnswer[],
): MillraceError {
  const accepted = answers.filter(({ kind }) => kind === "accepted").length;
  const highest = problem.highest === undefined ? "" : `, it holds ${money(problem.highest.cumulative, token)}`;
  return new MillraceError(`The relayer refuses the voucher: ${problem.title}.`, {
    code: "relayer-refused",
    found: `${problem.code}, for ${money(voucher?.cumulative ?? 0n, token)}${highest}; ${accepted} others were accepted`,
    next: problem.action,
  });
}
