import { z } from "zod";
import { type Verdict, verdicts } from "../../sdk/dispute.ts";
import { MillraceError } from "../../sdk/error.ts";
import { addressText, decimal, signatureBytes } from "../../sdk/wire.ts";
import { readJsonFile } from "../json-file.ts";

const fileSchema = z.strictObject({
  disputeId: decimal(96),
  committee: addressText,
  arbitratorDisputeId: decimal(256),
  verdict: z.enum(verdicts),
  signatures: z.array(signatureBytes),
});

/** What members of a committee have signed of a dispute, in a file that goes from one to the next. */
export type RulingFile = z.infer<typeof fileSchema>;

/**
 * The files of others, which must be of the same ruling.
 * @throws MillraceError `bad-file` or `rulings-differ`
 */
export function readRulings(
  files: readonly string[],
  of: { readonly disputeId: bigint; readonly committee: string; readonly verdict: Verdict },
): RulingFile[] {
  return files.map((file) => {
    const found = readJsonFile(file, fileSchema, "ruling", "`millrace arbitrator rule`");
    const isSame = found.disputeId === of.disputeId && found.committee === of.committee && found.verdict === of.verdict;
    if (isSame) return found;
    throw new MillraceError("The file is of another ruling.", {
      code: "rulings-differ",
      found: `${file}: dispute ${found.disputeId} at ${found.committee}, ${found.verdict}`,
      expected: `dispute ${of.disputeId} at ${of.committee}, ${of.verdict}`,
      next: "Only rulings of the same dispute, the same court and the same verdict can be put together.",
    });
  });
}
