import { parseTransaction } from "viem";
import { replacementFee } from "../core/fee.ts";
import { type Attempt, insertAttempt, type JournalEntry, noteBatch } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { broadcast } from "./broadcast.ts";
import type { SenderContext } from "./context.ts";
import { readMarketFee } from "./market-fee.ts";
import { type Payload, trySigning } from "./sign.ts";

/**
 * Sign the same nonce and the same call with a higher fee, commit it, and send it.
 * @returns false if the cap does not allow a higher fee, or the signer does not sign now; then the last bytes go on being sent
 */
export async function replace(
  context: SenderContext,
  lease: Lease,
  entry: JournalEntry,
  last: Attempt,
): Promise<boolean> {
  const { baseFee, suggestedTip } = await readMarketFee(context.chain);
  const fee = replacementFee(last, baseFee, suggestedTip, context.policy.feeCap);
  if (fee === undefined) return false;
  const signed = await trySigning(context, entry.nonce, payloadOf(last), fee);
  if (signed === undefined) return false;
  const attempt = { ...signed, ...fee, number: last.number + 1 };
  await context.db.transaction(async (sql) => {
    await assertLease(sql, lease);
    await insertAttempt(sql, entry.id, lease.fence, attempt);
    const detail = { transaction: signed.txHash, maxFeePerGas: fee.maxFeePerGas.toString() };
    await noteBatch(sql, entry.id, "batch.replaced", detail);
  });
  context.crash("batch-replacement-committed");
  context.log.info({ batch: entry.id, attempt: attempt.number, transaction: signed.txHash }, "batch replaced");
  await broadcast(context, entry.id, signed);
  return true;
}

/** What the bytes carry: the vouchers' rows have moved on since. */
function payloadOf({ raw }: Attempt): Payload {
  const { to, data, gas } = parseTransaction(raw);
  return data === undefined ? "self-transfer" : { ...(to ? { to } : {}), data, gasLimit: Number(gas) };
}
