import type { Command } from "commander";
import { readContractEvents } from "../../../sdk/contract-events.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { type Dispute, readDispute } from "../../../sdk/dispute-reader.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { waitText } from "../../disputes/facts.ts";
import { ownLeases } from "../../leases/pick-lease.ts";
import { kebab } from "../../leases/quote-facts.ts";
import { mill } from "../../mill.ts";
import { short } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addDisputeList(dispute: Command): void {
  dispute
    .command("list")
    .summary("the disputes about your leases, as buyer or operator")
    .option("--all", "everybody's")
    .action(answer(["csv"], (context, _, { all }: { all?: true }) => list(context, all === true)));
}

async function list(context: Context, isAll: boolean): Promise<Report> {
  const { client, deployment } = context;
  const found = isAll ? await allDisputes(context) : await ownDisputes(context);
  const { timestamp: now } = await client.getBlock();
  const columns = ["dispute", "lease", "claim", "challenger", "state", "verdict", "bond", "waits for"];
  const rows = (shorten: (hex: `0x${string}`) => string): string[][] =>
    found.map((each) => [
      String(each.disputeId),
      shorten(each.leaseId),
      kebab(each.kind),
      shorten(each.challenger),
      each.state,
      each.verdict,
      mill(each.bond),
      waitText(each, now),
    ]);
  const text = found.length === 0 ? "  No disputes." : tableText({ columns, rows: rows(short) });
  return { json: found, table: { columns, rows: rows(String) }, text };

  async function ownDisputes(of: Context): Promise<Dispute[]> {
    const ids = (await ownLeases(of)).map(({ leaseId }) => leaseId);
    if (ids.length === 0) return [];
    const opened = await readContractEvents(client, contractsOf(deployment).disputes, "DisputeOpened", {
      leaseId: ids,
    });
    return Promise.all(opened.map(({ args }) => readDispute(client, deployment, args.disputeId)));
  }
}

/** They are numbered from 1. */
export async function allDisputes({ client, deployment }: Context): Promise<Dispute[]> {
  const last = await client.readContract({ ...contractsOf(deployment).disputes, functionName: "lastDisputeId" });
  const ids = Array.from({ length: Number(last) }, (_, index) => BigInt(index + 1));
  return Promise.all(ids.map((id) => readDispute(client, deployment, id)));
}
