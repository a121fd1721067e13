import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { exitCodes } from "../../errors/exit-codes.ts";
import { type LeaseFacts, readLeaseFacts } from "../../leases/facts.ts";
import { boughtLeases, pickLease } from "../../leases/pick-lease.ts";
import { type TokenRunway, tokenRunway } from "../../leases/runway.ts";
import { stateText } from "../../leases/state-text.ts";
import { duration, money, short, time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { parseDuration } from "../../parse-duration.ts";

export function addLeaseRunway(lease: Command): void {
  lease
    .command("runway")
    .summary("how long your leases last, and how long your free balance could extend them")
    .description(
      "Marks the running leases that end within --warn, and then ends with exit code 7, for a script that extends or " +
        "goes on elsewhere in time.",
    )
    .argument("[lease]", "id or its beginning (default: all that you pay for)")
    .option("--warn <time>", "mark what ends sooner", "1h")
    .action(
      answer(["csv"], (context, [id]: [string | undefined], { warn }: { warn: string }) => runway(context, id, warn)),
    );
}

async function runway(context: Context, id: string | undefined, warn: string): Promise<Report> {
  const warnSeconds = BigInt(parseDuration(warn, "--warn"));
  const { timestamp: now } = await context.client.getBlock();
  const found = id === undefined ? await boughtLeases(context) : [await pickLease(context, id)];
  const all = await Promise.all(found.map((each) => readLeaseFacts(context, each, now)));
  const running = all.filter(({ slot }) => slot.state === "running");
  const left = ({ slot }: LeaseFacts): bigint => (BigInt(slot.endsAt) > now ? BigInt(slot.endsAt) - now : 0n);
  const isShort = (each: LeaseFacts): boolean => left(each) < warnSeconds;
  const endSoon = running.filter(isShort).length;
  if (endSoon > 0) process.exitCode = exitCodes.warned;

  const columns = ["lease", "operator", "state", "ends", "lasts", "in its channel", ""];
  const rows = running.map((each) => [
    short(each.found.leaseId),
    short(each.found.terms.offer.operator),
    stateText(each),
    time(BigInt(each.slot.endsAt)),
    duration(left(each)),
    money(each.channel.deposited - each.due, each.token),
    isShort(each) ? "ENDS SOON" : "",
  ]);
  const funds = await fundsOf(context, running);
  const table = { columns, rows };
  const text =
    running.length === 0 ? "  No running leases." : `${tableText(table)}\n\n${funds.map(fundsText).join("\n")}`;
  const json = running.map((each) => {
    const { leaseId } = each.found;
    return { leaseId, endsAt: each.slot.endsAt, lastsSeconds: left(each), isShort: isShort(each) };
  });
  const inJson = funds.map(({ token, ...rest }) => ({ token: token.address, ...rest }));
  return { json: { leases: json, funds: inJson, endSoon }, table, text };
}

type Funds = TokenRunway & { readonly token: LeaseFacts["token"]; readonly freeBalance: bigint };

/** The buyers' money, by token: the free balance is what pays for extensions. */
async function fundsOf({ reader }: Context, running: readonly LeaseFacts[]): Promise<Funds[]> {
  const byToken = new Map<string, LeaseFacts[]>();
  for (const each of running) {
    const key = `${each.found.terms.buyer} ${each.token.address}`;
    byToken.set(key, [...(byToken.get(key) ?? []), each]);
  }
  return Promise.all(
    [...byToken.values()].map(async (leases) => {
      const [{ token, found }] = leases as [LeaseFacts, ...LeaseFacts[]];
      const freeBalance = await reader.freeBalance(found.terms.buyer, token.address);
      return { token, freeBalance, ...tokenRunway(leases, freeBalance) };
    }),
  );
}

function fundsText({ token, freeBalance, costPerHour, freeSeconds }: Funds): string {
  const lasts = freeSeconds === undefined ? "" : `, enough to extend all of them by ${duration(freeSeconds)}`;
  return `  They cost ${money(costPerHour, token)} an hour; your free balance is ${money(freeBalance, token)}${lasts}.`;
}
