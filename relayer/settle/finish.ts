import type { Hex } from "viem";
import type { Receipt } from "../chain/chain-reader.ts";
import { skippedClaimsOf } from "../chain/escrow-events.ts";
import { type BatchItem, noteFailure, readItems, release, setAside, writeOutcomes } from "../store/batch-items.ts";
import type { Sql } from "../store/database.ts";
import type { Head } from "../store/head.ts";
import { type JournalEntry, moveEntry } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { endSteps } from "../store/lease-work.ts";
import { readChannels } from "../store/read-channels.ts";
import type { SenderContext } from "./context.ts";

/**
 * End an entry whose transaction is deep enough. What each voucher got is read from the copy of the chain, which holds
 * events of canonical blocks only; the receipt adds gas and the reasons for what was skipped.
 */
export async function finish(context: SenderContext, lease: Lease, entry: JournalEntry, head: Head): Promise<void> {
  const { minedTx, minedHash } = entry;
  if (minedTx === undefined || minedHash === undefined) return;
  const receipt = await context.chain.receipt(minedTx);
  if (receipt === null || receipt.blockHash !== minedHash) return;
  context.crash("batch-before-final");
  const detail = { gasUsed: receipt.gasUsed, gasPrice: receipt.effectiveGasPrice };
  await context.db.transaction(async (sql) => {
    await assertLease(sql, lease);
    // A reorganisation may have put the entry back since it was read: then this is not its end.
    if (!(await moveEntry(sql, entry.id, receipt.status ? "final" : "reverted", detail))) return;
    const items = await readItems(sql, entry.id);
    const outcomes = await outcomesOf(sql, items, receipt, head);
    await writeOutcomes(sql, entry.id, outcomes);
    await release(sql, entry.id);
    if (entry.givenUp !== undefined) return;
    await endSteps(sql, entry.id, receipt.status ? undefined : "the transaction reverted");
    if (receipt.status) await setAside(sql, reasonsOf(items, outcomes));
    else
      await noteFailure(
        sql,
        items.map((item) => item.channelId),
        "the transaction reverted",
        undefined,
      );
  });
  const { gasUsed, status } = receipt;
  context.log.info({ batch: entry.id, gasUsed, status, transaction: minedTx }, "batch final");
}

async function outcomesOf(
  sql: Sql,
  items: readonly BatchItem[],
  receipt: Receipt,
  head: Head,
): Promise<Map<number, string>> {
  const ids = items.map((item) => item.channelId);
  const channels = await readChannels(sql, ids, head.number);
  const rows = await sql.query(
    "select distinct channel_id from settlements where channel_id = any($1::text[]) and tx_hash = $2",
    [ids, receipt.transactionHash],
  );
  const paid = new Set(rows.map((row) => row.channel_id as Hex));
  const skipped = new Map(
    skippedClaimsOf(receipt.logs).map((claim) => [`${claim.operator}/${claim.token}/${claim.index}`, claim.reason]),
  );
  return new Map(
    items.map((item) => {
      const reason = skipped.get(`${item.operator}/${item.token}/${item.groupPosition}`);
      const settled = channels.get(item.channelId)?.state.settled ?? 0n;
      if (paid.has(item.channelId)) return [item.position, "paid"];
      if (settled >= item.cumulative) return [item.position, "elsewhere"];
      return [item.position, `skipped: ${reason ?? (receipt.status ? "no event" : "the transaction reverted")}`];
    }),
  );
}

function reasonsOf(items: readonly BatchItem[], outcomes: ReadonlyMap<number, string>): Map<Hex, string> {
  const skipped = items.filter((item) => outcomes.get(item.position)?.startsWith("skipped"));
  return new Map(skipped.map((item) => [item.channelId, outcomes.get(item.position) ?? ""]));
}
