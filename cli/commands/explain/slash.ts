import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { checkedFact, isEqual } from "../../explain/checked.ts";
import { explainSlash } from "../../explain/slash.ts";
import { mill } from "../../mill.ts";
import { percent } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";

export function addSlash(explain: Command): void {
  explain
    .command("slash")
    .summary("what a dispute froze, took and paid out, with the formula and what the chain says")
    .argument("<dispute>", "its number")
    .action(answer([], (context, [id]: [string]) => slash(context, id)));
}

async function slash(context: Context, text: string): Promise<Report> {
  const disputeId = parseWhole(text, "The dispute's number", { bits: 256 });
  const explained = await explainSlash(context, disputeId);
  const { kind, slash: found, shareBps, capBps, there, checks } = explained;
  const source =
    there.from === "events" ? "from the events of all that came and went" : "as the chain says of that block";
  const facts: Fact[] = [
    ["dispute", `${disputeId}, ${kind}`],
    ["operator", found.operator],
    ["state of the slash", found.state],
    ["share of the fault", `${percent(shareBps)} of all that answers, at most ${percent(capBps)} of delegated stake`],
    ["answered then", `${mill(there.own)} of own, ${mill(there.delegated)} of delegated stake, ${source}`],
    ...checks.map((checked) => checkedFact(checked, mill)),
  ];
  return { json: { disputeId, ...explained, isSame: checks.every(isEqual) }, text: factsText(facts) };
}
