import type { Command } from "commander";
import type { Hex } from "viem";
import { inOrderOfSigners } from "../../../sdk/attestation.ts";
import { type Verdict, verdicts } from "../../../sdk/dispute.ts";
import { giveRuling } from "../../../sdk/dispute-calls.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { rulingDigest } from "../../../sdk/ruling.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { isMember, readCourt, rulingOf } from "../../disputes/committee.ts";
import { consequenceFacts } from "../../disputes/consequence-facts.ts";
import { readConsequences } from "../../disputes/consequences.ts";
import { disputeFacts } from "../../disputes/facts.ts";
import { pickDispute } from "../../disputes/pick-dispute.ts";
import { readRulings } from "../../disputes/ruling-file.ts";
import { writeJsonFile } from "../../json-file.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import { toJson } from "../../output/print.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type RuleOptions = {
  readonly upheld?: true;
  readonly rejected?: true;
  readonly refuse?: true;
  readonly merge?: readonly string[];
  readonly out?: string;
};

export function addRule(arbitrator: Command): void {
  arbitrator
    .command("rule")
    .summary("sign a ruling; when enough members have signed, it is sent")
    .description(
      "Signs with this key, if it is a member's, and puts the signatures of others to it. With fewer than the threshold " +
        "the result is a file for the next member; with enough it is sent to the committee, by anyone.",
    )
    .argument("<dispute>", "its number")
    .option("--upheld", "the claim is right")
    .option("--rejected", "the claim is wrong")
    .option("--refuse", "refuse to rule: as if no ruling came in time")
    .option("--merge <file...>", "what other members have signed of the same ruling")
    .option("--out <file>", "write the signatures there while they are too few (default: show them)")
    .action(answer(["calldata"], (context, [id]: [string], options: RuleOptions) => rule(context, id, options)));
}

async function rule(context: Context, id: string, options: RuleOptions): Promise<Report> {
  const verdict = verdictOf(options);
  const dispute = await pickDispute(context, id);
  const court = await readCourt(context, dispute);
  const { committee, threshold } = court;
  const { domain, message } = rulingOf(context, dispute, BigInt(verdicts.indexOf(verdict)), court);
  const digest = rulingDigest(domain, message);
  const merged = readRulings(options.merge ?? [], { disputeId: dispute.disputeId, committee, verdict });
  const others = merged.flatMap(({ signatures }) => signatures.map((each) => each.toLowerCase() as Hex));
  const { address } = context.account();
  const own = isMember(court, address) ? [(await context.account().sign({ hash: digest })).toLowerCase() as Hex] : [];
  const signed = await inOrderOfSigners(digest, [...new Set([...others, ...own])]);
  checkMembers(
    signed.signers.filter((signer) => !isMember(court, signer)),
    court.members,
  );
  if (signed.signers.length === 0) checkMembers([address], court.members);

  const { timestamp: now } = await context.client.getBlock();
  const { arbitratorDisputeId } = dispute;
  const file = { disputeId: dispute.disputeId, committee, arbitratorDisputeId, verdict, signatures: signed.signatures };
  const missing = threshold - signed.signers.length;
  const facts: Fact[] = [
    ...disputeFacts(dispute, now),
    ["RULING", verdict === "none" ? "refuse to rule" : verdict],
    ["signed by", `${signed.signers.join(", ")}, ${threshold} must sign`],
    ...(verdict === "none" ? [] : consequenceFacts(dispute, (await readConsequences(context, dispute))[verdict])),
  ];
  if (missing > 0) {
    if (options.out !== undefined) writeJsonFile(options.out, file);
    const place = options.out === undefined ? toJson(file) : `Written to ${options.out}.`;
    const flag = verdict === "none" ? "refuse" : verdict;
    const next = `${missing} more must sign: millrace arbitrator rule ${dispute.disputeId} --${flag} --merge FILE`;
    return { json: file, text: `${factsText(facts)}\n\n${place}\n\n${next}` };
  }
  return runPlan(context, {
    facts,
    steps: [{ what: "give the ruling", call: giveRuling(committee, arbitratorDisputeId, message.ruling, signed) }],
    json: file,
    next:
      dispute.state === "appealed"
        ? "Next: millrace dispute execute"
        : "Next: the loser may appeal; then millrace dispute execute",
  });
}

function verdictOf({ upheld, rejected, refuse }: RuleOptions): Verdict {
  const chosen: Verdict[] = [...(upheld ? ["upheld" as const] : []), ...(rejected ? ["rejected" as const] : [])];
  if (refuse) chosen.push("none");
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  throw new MillraceError("Which ruling?", {
    code: "bad-ruling",
    found: `${chosen.length} of them`,
    expected: "exactly one of --upheld, --rejected and --refuse",
  });
}

function checkMembers(strangers: readonly string[], members: readonly string[]): void {
  if (strangers.length === 0) return;
  throw new MillraceError("Somebody signed who is no member of this dispute's committee.", {
    code: "not-member",
    found: strangers.join(", "),
    expected: members.join(", "),
    next: "Sign with a member's key, over this dispute and this verdict.",
  });
}
