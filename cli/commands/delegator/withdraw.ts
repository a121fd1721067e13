import type { Command } from "commander";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { leftBehindFacts, readLeftBehind } from "../../delegator/left-behind.ts";
import { readPositions } from "../../delegator/positions.ts";
import { stakingOf } from "../../delegator/quote.ts";
import { mill } from "../../mill.ts";
import { countdown } from "../../operator/thaws.ts";
import { short } from "../../output/format.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addWithdraw(delegator: Command): void {
  delegator
    .command("withdraw")
    .summary("take out every delegation that has thawed")
    .description(
      "What open disputes have frozen of a request is left behind and burned; what that is, and until when waiting keeps " +
        "it, is shown before you are asked. A request that is wholly frozen is not taken.",
    )
    .argument("[operator]", "of this operator only (default: of all)")
    .action(answer(["calldata"], (context, [who]: [string | undefined]) => withdraw(context, who)));
}

async function withdraw(context: Context, who: string | undefined): Promise<Report> {
  const { client, self } = context;
  const operator = who === undefined ? undefined : parseAddress(who, "The operator");
  const [{ timestamp }, positions] = await Promise.all([client.getBlock(), readPositions(context, self())]);
  const all = positions.flatMap(({ thaws }) => thaws).filter((thaw) => thaw.operator === (operator ?? thaw.operator));
  const matured = all.filter(({ maturesAt }) => maturesAt <= timestamp);
  const leftBehind = await readLeftBehind(context, matured, timestamp);
  // To take out what is wholly frozen would only burn it.
  const lost = leftBehind.filter(({ tokens }) => tokens === undefined).map(({ thaw }) => thaw);
  const ripe = matured.filter((thaw) => !lost.includes(thaw));
  if (ripe.length === 0 && lost.length > 0) {
    const text = `${factsText(leftBehindFacts(leftBehind))}\n\nNothing to do: all that has thawed is frozen by open disputes.`;
    return { json: { withdrawn: 0n, leftBehind }, text };
  }
  if (ripe.length === 0) {
    const [first] = all.sort((a, b) => Number(a.maturesAt - b.maturesAt));
    const why = first === undefined ? "nothing thaws." : `the first request ${countdown(first.maturesAt, timestamp)}.`;
    return { json: { withdrawn: 0n }, text: `Nothing to do: ${why}` };
  }
  const staking = stakingOf(context);
  return runPlan(context, {
    facts: [["arrives", mill(ripe.reduce((sum, { tokens }) => sum + tokens, 0n))], ...leftBehindFacts(leftBehind)],
    json: { thaws: ripe, leftBehind },
    steps: ripe.map(({ operator: from, index, tokens }) => ({
      what: `take out request ${index} of ${short(from)}: ${mill(tokens)}`,
      // What is shown is the least that is taken: what a new dispute would freeze is not left behind unseen.
      call: stakeCalls.withdrawDelegation(staking, from, index, tokens),
    })),
  });
}
