import type { Command } from "commander";
import { parseAmount } from "../../sdk/amount.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { tokenCalls } from "../../sdk/stake-calls.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { executeDisputes, payCompensations, payOutSlashes } from "../keeper/disputes.ts";
import type { Duty } from "../keeper/duty.ts";
import { bidBelow, collectFees, payRebates } from "../keeper/fees.ts";
import { keepLeases } from "../keeper/leases.ts";
import { pokeOperators } from "../keeper/rewards.ts";
import { keepOnce, type Round } from "../keeper/round.ts";
import { time } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { parseWhole } from "../parse-number.ts";
import { confirm } from "../transact/confirm.ts";
import { sendStep } from "../transact/send-step.ts";

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
  const everyMs = Number(parseWhole(options.every, "--every", { bits: 20 })) * 1_000;
  const most = options.bidBelow === undefined ? undefined : parseAmount(options.bidBelow, 18);
  const duties: Duty[] = [keepLeases, executeDisputes, payCompensations, payOutSlashes, collectFees, payRebates];
  if (most !== undefined) duties.push(bidBelow(most));
  duties.push(pokeOperators);
  const isDryRun = context.options.dryRun === true;
  if (!isDryRun) await confirm(context.options, "Send whatever comes due, at your cost of gas?");
  if (!isDryRun && most !== undefined) await allowBids(context);

  const rounds: Round[] = [];
  for (;;) {
    const round = await keepOnce(context, duties, isDryRun);
    if (options.once === true || isDryRun) {
      rounds.push(round);
      break;
    }
    console.error(roundText(round));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return { json: rounds[0], text: rounds.map(roundText).join("\n") };
}

/** FeeAuction takes the MILL of a bid. */
async function allowBids(context: Context): Promise<void> {
  const { client, deployment, self } = context;
  const { mill } = contractsOf(deployment);
  const auction = contractAt(deployment, "FeeAuction");
  const args = [self(), auction] as const;
  const [allowance, balance] = await Promise.all([
    client.readContract({ ...mill, functionName: "allowance", args }),
    client.readContract({ ...mill, functionName: "balanceOf", args: [self()] }),
  ]);
  if (allowance >= balance) return;
  await sendStep(context, {
    what: "let FeeAuction take bids",
    call: tokenCalls.approve(mill.address, auction, balance),
  });
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
