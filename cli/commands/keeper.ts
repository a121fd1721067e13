import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { parseAmount } from "../../sdk/amount.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import { executeDisputes, payCompensations, payOutSlashes } from "../keeper/disputes.ts";
import type { Duty } from "../keeper/duty.ts";
import { bidBelow, collectFees, payRebates } from "../keeper/fees.ts";
import { keepLeases } from "../keeper/leases.ts";
import { pokeOperators } from "../keeper/rewards.ts";
import { keepOnce, type Round, reasonOf } from "../keeper/round.ts";
import { time } from "../output/format.ts";
import { toJson } from "../output/print.ts";
import type { Report } from "../output/report.ts";
import { parseWhole } from "../parse-number.ts";
import { confirm } from "../transact/confirm.ts";

type KeeperOptions = { readonly once?: true; readonly every: string; readonly bidBelow?: string };

export function addKeeper(program: Command): void {
  program
    .command("keeper")
    .summary(
      "do all that anybody may do: end and finalize leases, bring tiers up to date, pay out, collect fees, poke, bid, pay rebates",
    )
    .option("--once", "one round, then end")
    .option("--every <seconds>", "from one round to the next", "60")
    .option("--bid-below <MILL>", "buy lots of fees once a whole token costs no more than this")
    .action(answer([], (context, _, options: KeeperOptions) => keeper(context, options)));
}

async function keeper(context: Context, options: KeeperOptions): Promise<Report> {
  const everySeconds = Number(parseWhole(options.every, "--every", { least: 1, bits: 20 }));
  const most = options.bidBelow === undefined ? undefined : parseAmount(options.bidBelow, 18);
  const duties: Readonly<Record<string, Duty>> = {
    leases: keepLeases,
    disputes: executeDisputes,
    compensation: payCompensations,
    slashes: payOutSlashes,
    fees: collectFees,
    rebates: payRebates,
    ...(most === undefined ? {} : { lots: bidBelow(most) }),
    rewards: pokeOperators,
  };
  const isDryRun = context.options.dryRun === true;
  if (!isDryRun) await confirm(context.options, "Send whatever comes due, at your cost of gas?");
  if (options.once !== true && !isDryRun) return keepForever(context, duties, everySeconds);
  const round = await keepOnce(context, duties, isDryRun);
  return { json: round, text: roundText(round) };
}

/** A round that fails, as when the node does not answer, is followed by the next one all the same. */
async function keepForever(
  context: Context,
  duties: Readonly<Record<string, Duty>>,
  everySeconds: number,
): Promise<never> {
  for (;;) {
    try {
      const round = await keepOnce(context, duties, false);
      console.log(context.options.output === "json" ? toJson(round, 0) : roundText(round));
    } catch (error) {
      console.error(`${reasonOf(explain(error))} Looking again in ${everySeconds} s.`);
    }
    await sleep(everySeconds * 1_000);
  }
}

function roundText({ at, done, refused, planned }: Round): string {
  const gas = done.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  const head = `${time(at)}  ${done.length} done, ${gas.toLocaleString("en-US")} gas`;
  return [
    planned.length > 0 ? `${time(at)}  dry run: nothing was sent` : head,
    ...planned.map((what) => `  would ${what}`),
    ...done.map(
      ({ what, transaction, gain }) => `  ${what}: ${transaction}${gain === undefined ? "" : `, gains ${gain}`}`,
    ),
    ...refused.map(({ what, reason }) => `  not now: ${what}: ${reason}`),
    ...(done.length + refused.length + planned.length === 0 ? ["  nothing to do"] : []),
  ].join("\n");
}
