import type { Command } from "commander";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { readPositions } from "../../delegator/positions.ts";
import { stakingOf } from "../../delegator/quote.ts";
import { mill } from "../../mill.ts";
import { countdown } from "../../operator/thaws.ts";
import { short } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addWithdraw(delegator: Command): void {
  delegator
    .command("withdraw")
    .summary("take out every delegation that has thawed")
    .argument("[operator]", "of this operator only (default: of all)")
    .action(answer(["calldata"], (context, [who]: [string | undefined]) => withdraw(context, who)));
}

async function withdraw(context: Context, who: string | undefined): Promise<Report> {
  const { client, self } = context;
  const operator = who === undefined ? undefined : parseAddress(who, "The operator");
  const [{ timestamp }, positions] = await Promise.all([client.getBlock(), readPositions(context, self())]);
  const all = positions.flatMap(({ thaws }) => thaws).filter((thaw) => thaw.operator === (operator ?? thaw.operator));
  const ripe = all.filter(({ maturesAt }) => maturesAt <= timestamp);
  if (ripe.length === 0) {
    const [first] = all.sort((a, b) => Number(a.maturesAt - b.maturesAt));
    const why = first === undefined ? "nothing thaws." : `the first request ${countdown(first.maturesAt, timestamp)}.`;
    return { json: { withdrawn: 0n }, text: `Nothing to do: ${why}` };
  }
  const staking = stakingOf(context);
  return runPlan(context, {
    facts: [["arrives", mill(ripe.reduce((sum, { tokens }) => sum + tokens, 0n))]],
    json: { thaws: ripe },
    steps: ripe.map(({ operator: from, index, tokens }) => ({
      what: `take out request ${index} of ${short(from)}: ${mill(tokens)}`,
      // What is shown is the least that is taken: what a new dispute would freeze is not left behind unseen.
      call: stakeCalls.withdrawDelegation(staking, from, index, tokens),
    })),
  });
}
