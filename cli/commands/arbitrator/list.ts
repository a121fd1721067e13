import type { Command } from "commander";
import type { Dispute } from "../../../sdk/dispute-reader.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { type Court, isMember, readCourt } from "../../disputes/committee.ts";
import { waitText } from "../../disputes/facts.ts";
import { selfIfKnown } from "../../leases/offer-source.ts";
import { kebab } from "../../leases/quote-facts.ts";
import { short } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { allDisputes } from "../dispute/list.ts";

export function addArbitratorList(arbitrator: Command): void {
  arbitrator
    .command("list")
    .summary("the disputes that wait for a ruling of a committee, and whether you are in it")
    .action(answer(["csv"], (context) => list(context)));
}

type Case = { readonly dispute: Dispute; readonly court: Court; readonly isMember: boolean };

async function list(context: Context): Promise<Report> {
  const { timestamp: now } = await context.client.getBlock();
  const self = selfIfKnown(context);
  const waiting = (await allDisputes(context)).filter(
    ({ state, submitted, deadline }) => submitted && (state === "answered" || state === "appealed") && now < deadline,
  );
  const cases = await Promise.all(
    waiting.map(async (dispute): Promise<Case | undefined> => {
      const court = await readCourt(context, dispute).catch(() => undefined);
      return court && { dispute, court, isMember: self !== undefined && isMember(court, self) };
    }),
  );
  const found = cases.filter((each) => each !== undefined);
  const columns = ["dispute", "lease", "claim", "court", "rule", "you", "waits for"];
  const rows = (shorten: (hex: `0x${string}`) => string): string[][] =>
    found.map(({ dispute, court, isMember: mine }) => [
      String(dispute.disputeId),
      shorten(dispute.leaseId),
      kebab(dispute.kind),
      `${dispute.state === "appealed" ? "appeal, " : ""}${shorten(court.committee)}`,
      `${court.threshold} of ${court.members.length}`,
      mine ? "member" : "",
      waitText(dispute, now),
    ]);
  const text = found.length === 0 ? "  No dispute waits for a committee." : tableText({ columns, rows: rows(short) });
  return {
    json: found.map(({ dispute, court, isMember: mine }) => ({ ...dispute, court, isMember: mine })),
    table: { columns, rows: rows(String) },
    text,
  };
}
