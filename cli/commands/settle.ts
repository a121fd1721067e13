import type { Command } from "commander";
import { type Log, parseEventLogs } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { findToken } from "../../sdk/deployment.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import type { SignedVoucher } from "../../sdk/relayer-vouchers.ts";
import { skipReasons } from "../../sdk/skip-reasons.ts";
import { toClaim } from "../../sdk/voucher.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../errors/exit-codes.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import type { Outcome, Step } from "../transact/plan.ts";
import { runPlan } from "../transact/run-plan.ts";
import { readVouchers } from "../voucher-file.ts";

export function addSettle(program: Command): void {
  program
    .command("settle")
    .summary("settle signed vouchers on chain yourself, without a relayer")
    .argument("[file]", "one voucher or an array of them, as `sign` shows it; - is standard input", "-")
    .addHelpText("after", "\nAnyone may: the money goes to the operator's earnings, whoever pays the gas.")
    .action(answer(["calldata"], (context, [file]: [string]) => settle(context, file)));
}

async function settle(context: Context, file: string): Promise<Report> {
  const vouchers = readVouchers(file);
  const facts = vouchers.map(({ operator, token, cumulative }): [string, string] => [
    "settle",
    `${money(cumulative, findToken(context.deployment, token))} in all to ${operator}`,
  ]);
  return runPlan(context, { facts, steps: stepsOf(context, vouchers), outcome });
}

/** One transaction for each operator and token. */
function stepsOf({ escrow, deployment }: Context, vouchers: readonly SignedVoucher[]): Step[] {
  const groups = new Map<string, SignedVoucher[]>();
  for (const voucher of vouchers) {
    const key = `${voucher.operator} ${voucher.token}`.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), voucher]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const claims = group.map((voucher) => toClaim(voucher, voucher.signature));
    const { symbol } = findToken(deployment, first.token);
    return [
      {
        what: `settle ${group.length === 1 ? "a voucher" : `${group.length} vouchers`} in ${symbol}`,
        call: escrowCalls.settle(escrow, first.operator, first.token, claims),
      },
    ];
  });
}

/** Escrow skips a claim that pays nothing, so that it stops no other; that needs attention. */
function outcome(logs: readonly Log[]): Outcome {
  const events = parseEventLogs({ abi: escrowAbi, logs: [...logs], eventName: ["Settled", "ClaimSkipped"] });
  const settled = events.flatMap((event) => (event.eventName === "Settled" ? [event.args] : []));
  const skipped = events.flatMap((event) =>
    event.eventName === "ClaimSkipped"
      ? [{ operator: event.args.operator, salt: event.args.salt, reason: reasonOf(event.args.reason) }]
      : [],
  );
  if (skipped.length > 0) process.exitCode = exitCodes.warned;
  const lines = skipped.map(({ operator, reason }) => `Skipped, to ${operator}: ${reason}.`);
  return { json: { settled, skipped }, next: [`${settled.length} settled.`, ...lines].join("\n") };
}

const reasonOf = (index: number): string => skipReasons[index] ?? `reason ${index}`;
