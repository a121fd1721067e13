import type { Command } from "commander";
import { formatAmount, parseAmount } from "../../../sdk/amount.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { readSettings } from "../../../sdk/setting.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { stakingOf } from "../../delegator/quote.ts";
import { mill } from "../../mill.ts";
import { duration } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addUndelegate(delegator: Command): void {
  delegator
    .command("undelegate")
    .summary("start to take a delegation out: it thaws first, and still answers meanwhile")
    .argument("<operator>", "an address")
    .argument("[amount]", "whole MILL, or all", "all")
    .action(answer(["calldata"], (context, args: [string, string]) => undelegate(context, args)));
}

async function undelegate(context: Context, [who, text]: [string, string]): Promise<Report> {
  const { client, deployment, self } = context;
  const operator = parseAddress(who, "The operator");
  const { staking } = contractsOf(deployment);
  const [[shares, worth], { thawSeconds }] = await Promise.all([
    client.readContract({ ...staking, functionName: "delegationOf", args: [operator, self()] }),
    readSettings(client, deployment, ["thawSeconds"]),
  ]);
  if (shares === 0n) {
    return { json: { shares }, text: "Nothing to do: nothing of yours is delegated to this operator." };
  }
  const leaving = text === "all" ? shares : sharesFor(parseAmount(text, 18), shares, worth);
  // At the price of now, rounded down; what the chain makes of it stands in `delegator status`.
  const leavingWorth = (worth * leaving) / shares;
  return runPlan(context, {
    facts: [
      ["leaves", `${mill(leavingWorth)} of ${mill(worth)}`],
      ["thaws for", `${duration(thawSeconds)}; slashes still reach it, rewards and votes do not count it`],
    ],
    json: { operator, shares: leaving, worth: leavingWorth, thawSeconds },
    steps: [
      {
        what: `thaw ${mill(leavingWorth)}`,
        call: stakeCalls.requestUndelegate(stakingOf(context), operator, leaving),
      },
    ],
    next: `Take it with \`millrace delegator withdraw\` in ${duration(thawSeconds)}.`,
  });
}

/** The fewest shares that bring at least the amount, as far as there are any. @throws MillraceError `bad-amount` */
function sharesFor(amount: bigint, shares: bigint, worth: bigint): bigint {
  if (amount > 0n && amount <= worth) return (amount * shares + worth - 1n) / worth;
  throw new MillraceError("So much is not delegated.", {
    code: "bad-amount",
    found: formatAmount(amount, 18),
    expected: `above 0, at most ${formatAmount(worth, 18)}, or all`,
  });
}
