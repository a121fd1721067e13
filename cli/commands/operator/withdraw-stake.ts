import type { Command } from "commander";
import { contractsOf } from "../../../sdk/contracts.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { mill } from "../../mill.ts";
import { operatorOf } from "../../operator/acting-as.ts";
import { countdown, type OpenThaw, readOwnThaws } from "../../operator/thaws.ts";
import { tableText } from "../../output/layout.ts";
import type { Report, Table } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addWithdrawStake(operator: Command): void {
  operator
    .command("withdraw-stake")
    .summary("take out what has thawed, all of it or one request")
    .argument("[number]", "of the request (default: every one whose time has come)")
    .action(answer(["calldata"], (context, [index]: [string | undefined]) => withdraw(context, index)));
  operator
    .command("thaws")
    .summary("what is on its way out, and when it can be taken")
    .argument("[operator]", "an address (default: this account)")
    .action(answer(["csv"], (context, [who]: [string | undefined]) => list(context, who)));
}

async function withdraw(context: Context, text: string | undefined): Promise<Report> {
  const { client, deployment, self } = context;
  const [{ timestamp }, thaws] = await Promise.all([client.getBlock(), readOwnThaws(context, self())]);
  const chosen = chooseThaws(thaws, text, timestamp);
  if (chosen.length === 0) {
    const [first] = [...thaws].sort((a, b) => Number(a.maturesAt - b.maturesAt));
    const why = first === undefined ? "nothing thaws." : `the first request ${countdown(first.maturesAt, timestamp)}.`;
    return { json: { withdrawn: 0n }, text: `Nothing to do: ${why}` };
  }
  const staking = contractsOf(deployment).staking.address;
  return runPlan(context, {
    facts: [["arrives", mill(chosen.reduce((sum, { tokens }) => sum + tokens, 0n))]],
    json: { thaws: chosen },
    steps: chosen.map(({ index, tokens }) => {
      return { what: `take out request ${index}: ${mill(tokens)}`, call: stakeCalls.withdraw(staking, index) };
    }),
  });
}

/** The request with this number, or all whose time has come. @throws MillraceError `thaw-unknown` */
export function chooseThaws(thaws: readonly OpenThaw[], text: string | undefined, now: bigint): readonly OpenThaw[] {
  if (text === undefined) return thaws.filter(({ maturesAt }) => maturesAt <= now);
  const index = parseWhole(text, "The request's number");
  const found = thaws.filter((thaw) => thaw.index === index);
  if (found.length > 0) return found;
  throw new MillraceError("There is no such request.", {
    code: "thaw-unknown",
    found: text,
    expected: thaws.map((thaw) => thaw.index).join(", ") || "a request, of which there is none",
  });
}

async function list(context: Context, who: string | undefined): Promise<Report> {
  const [{ timestamp }, thaws] = await Promise.all([
    context.client.getBlock(),
    readOwnThaws(context, operatorOf(context, who)),
  ]);
  const table: Table = {
    columns: ["request", "MILL", "when"],
    rows: thaws.map(({ index, tokens, maturesAt }) => [
      String(index),
      mill(tokens).replace(" MILL", ""),
      countdown(maturesAt, timestamp),
    ]),
  };
  return { json: thaws, table, text: thaws.length === 0 ? "Nothing thaws." : tableText(table) };
}
