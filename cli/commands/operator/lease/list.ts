import { type Command, Option } from "commander";
import { leaseStates } from "../../../../sdk/lease.ts";
import { leaseReader } from "../../../../sdk/lease-reader.ts";
import { offerKinds } from "../../../../sdk/offer.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import type { LeaseFacts } from "../../../leases/facts.ts";
import { mill } from "../../../mill.ts";
import { operatorOf } from "../../../operator/acting-as.ts";
import { readLeasesOf } from "../../../operator/earned.ts";
import { countdown } from "../../../operator/thaws.ts";
import { money, short } from "../../../output/format.ts";
import { tableText } from "../../../output/layout.ts";
import type { Report, Table } from "../../../output/report.ts";

type ListOptions = { readonly state?: string };

export function addList(lease: Command): void {
  lease
    .command("list", { isDefault: true })
    .summary("your leases: state, what is earned, what stands behind them, what comes next")
    .argument("[operator]", "an address (default: this account)")
    .addOption(new Option("--state <state>", "only those in this state").choices(leaseStates.slice(1)))
    .action(
      answer(["csv"], (context, [who]: [string | undefined], options: ListOptions) => list(context, who, options)),
    );
}

async function list(context: Context, who: string | undefined, { state }: ListOptions): Promise<Report> {
  const { client, deployment } = context;
  const operator = operatorOf(context, who);
  const [{ timestamp }, found] = await Promise.all([
    client.getBlock(),
    leaseReader(client, deployment).opened({ operator }),
  ]);
  const all = await readLeasesOf(context, found, timestamp);
  const leases = all.filter(({ slot }) => state === undefined || slot.state === state);
  const table: Table = {
    columns: ["lease", "buyer", "node", "units", "kind", "state", "outcome", "earned", "price", "bond left", "next"],
    rows: leases.map((lease) => row(lease, timestamp)),
  };
  const json = leases.map(({ found: { leaseId, terms }, slot, due, channel, price, bond, bondLeft }) => {
    return { leaseId, buyer: terms.buyer, terms, ...slot, due, settled: channel.settled, price, bond, bondLeft };
  });
  const none = state === undefined ? "No leases yet." : `No leases that are ${state}.`;
  return { json, table, text: leases.length === 0 ? none : tableText(table) };
}

function row(lease: LeaseFacts, now: bigint): string[] {
  const { found, slot, due, price, token, bondLeft } = lease;
  const { terms, leaseId } = found;
  return [
    short(leaseId),
    short(terms.buyer),
    String(terms.offer.nodeId),
    String(terms.units),
    offerKinds[terms.offer.kind] ?? "",
    slot.state,
    slot.outcome === "none" ? "" : slot.outcome,
    money(due, token),
    money(price, token),
    mill(bondLeft),
    nextStep(lease, now),
  ];
}

/** What the operator does next, and when. */
function nextStep({ found, slot }: LeaseFacts, now: bigint): string {
  const { bound, offer } = found.terms;
  const startBy = BigInt(bound.openedAt + offer.startWindowSeconds);
  if (slot.state === "open") return startBy < now ? "too late to start" : `start, at latest ${countdown(startBy, now)}`;
  if (slot.state === "running") return `complete: ${countdown(BigInt(slot.endsAt), now)}`;
  if (slot.state !== "ended") return "";
  if (slot.claim === "pending") return "a dispute: millrace dispute";
  return `finalize: ${countdown(BigInt(slot.endedAt + bound.claimWindowSeconds), now)}`;
}
