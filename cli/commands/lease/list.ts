import type { Command } from "commander";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { type LeaseFacts, readLeaseFacts } from "../../leases/facts.ts";
import { leaseInJson } from "../../leases/lease-json.ts";
import { kindText } from "../../leases/offer-facts.ts";
import { boughtLeases } from "../../leases/pick-lease.ts";
import { stateText } from "../../leases/state-text.ts";
import { mill } from "../../mill.ts";
import { money, short, time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addLeaseList(lease: Command): void {
  lease
    .command("list")
    .summary("the leases that you pay for, oldest first")
    .option("--all", "those that are final too")
    .action(answer(["csv"], (context, _, { all }: { all?: true }) => list(context, all === true)));
}

async function list(context: Context, isAll: boolean): Promise<Report> {
  const { timestamp: now } = await context.client.getBlock();
  const found = await boughtLeases(context);
  const facts = await Promise.all(found.map((lease) => readLeaseFacts(context, lease, now)));
  const shown = facts.filter(({ slot }) => isAll || slot.state !== "final");
  const columns = ["lease", "operator", "kind", "units", "state", "ends", "price", "used", "bond left"];
  const rows = (shorten: (hex: `0x${string}`) => string) => shown.map((each) => rowOf(each, shorten));
  const hidden = facts.length - shown.length;
  const rest = hidden === 0 ? "" : `\n\n${hidden} more are final: --all`;
  const brief = { columns, rows: rows(short) };
  return {
    json: shown.map(leaseInJson),
    table: { columns, rows: rows(String) },
    text: `${shown.length === 0 ? "  No leases." : tableText(brief)}${rest}`,
  };
}

function rowOf(facts: LeaseFacts, shorten: (hex: `0x${string}`) => string): string[] {
  const { found, slot, token, price, due, bondLeft } = facts;
  const end = slot.endedAt || slot.endsAt;
  return [
    shorten(found.leaseId),
    shorten(found.terms.offer.operator),
    kindText(found.terms.offer),
    String(found.terms.units),
    stateText(facts),
    end === 0 ? "not started" : time(BigInt(end)),
    money(price, token),
    money(due, token),
    mill(bondLeft),
  ];
}
