import { replacementFee } from "../core/fee.ts";
import { noteFailure, readItems, release } from "../store/batch-items.ts";
import { type Attempt, insertAttempt, type JournalEntry, noteBatch } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { endSteps } from "../store/lease-work.ts";
import { broadcast } from "./broadcast.ts";
import type { SenderContext } from "./context.ts";
import { readMarketFee } from "./market-fee.ts";
import { trySigning } from "./sign.ts";

/**
 * A node proved that the bytes can never be mined: the vouchers are due again, in a smaller batch, and the nonce is
 * used up by a transfer of nothing to ourselves, so that the ones after it are not stuck.
 */
export async function giveUp(
  context: SenderContext,
  lease: Lease,
  entry: JournalEntry,
  last: Attempt,
  reason: string,
): Promise<void> {
  const { baseFee, suggestedTip } = await readMarketFee(context.chain);
  const fee = replacementFee(last, baseFee, suggestedTip, context.policy.feeCap) ?? last;
  const signed = await trySigning(context, entry.nonce, "self-transfer", fee);
  // The next broadcast of the same bytes will prove the same again.
  if (signed === undefined) return;
  const items = await readItems(context.db, entry.id);
  await context.db.transaction(async (sql) => {
    await assertLease(sql, lease);
    await sql.query("update journal set given_up = $2 where id = $1", [entry.id, reason.slice(0, 500)]);
    const { maxFeePerGas, maxPriorityFeePerGas } = fee;
    await insertAttempt(sql, entry.id, lease.fence, {
      ...signed,
      maxFeePerGas,
      maxPriorityFeePerGas,
      number: last.number + 1,
    });
    await release(sql, entry.id);
    const channels = items.map((item) => item.channelId);
    await noteFailure(sql, channels, reason, undefined);
    await endSteps(sql, entry.id, reason);
    await noteBatch(sql, entry.id, "batch.givenUp", { reason });
  });
  context.log.error({ batch: entry.id, reason }, "a transaction can never be mined: its vouchers are due again");
  await broadcast(context, entry.id, signed);
}
