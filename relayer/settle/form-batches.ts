import { formatGwei } from "viem";
import { encodeSettle } from "../chain/settle-call.ts";
import { chooseGroups } from "../core/batch-choice.ts";
import { gasLimitOf, retryDelaySeconds } from "../core/batch-limits.ts";
import { firstFee } from "../core/fee.ts";
import { expectedFeePerGas, worthSettling } from "../core/worth.ts";
import { carry, noteFailure, postpone, setAside } from "../store/batch-items.ts";
import { type DueVoucher, readDueGroups, readDueVouchers } from "../store/due.ts";
import { insertAttempt, insertEntry, nextJournalNonce, noteBatch } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { broadcast } from "./broadcast.ts";
import type { SenderContext } from "./context.ts";
import { readMarketFee } from "./market-fee.ts";
import { type Batch, type ClaimGroup, packBatches } from "./pack.ts";
import { trySigning } from "./sign.ts";
import { type PayingVoucher, simulate } from "./simulate.ts";

/**
 * Settle what is due by now: choose, pack, simulate, sign, commit to the journal, and only then send.
 * @param room how many transactions may be added to those in flight
 * @returns the ids of the batches that were sent
 */
export async function formBatches(
  context: SenderContext,
  lease: Lease,
  room: number,
  flush: boolean,
): Promise<number[]> {
  const { db, policy } = context;
  const chosen = chooseGroups(await readDueGroups(db), policy.batchPolicyOf, flush);
  const groups: ClaimGroup[] = [];
  let claims = 0;
  for (const group of chosen) {
    if (claims >= room * policy.limits.maxClaims) break;
    const vouchers = await readDueVouchers(db, group, room * policy.limits.maxClaims - claims);
    claims += vouchers.length;
    groups.push({ vouchers, reason: group.reason });
  }
  const sent: number[] = [];
  for (const batch of packBatches(groups, policy.limits).slice(0, room)) {
    const id = await sendBatch(context, lease, batch);
    if (id !== undefined) sent.push(id);
  }
  return sent;
}

async function sendBatch(context: SenderContext, lease: Lease, batch: Batch): Promise<number | undefined> {
  const paying = await payingGroups(context, batch);
  const groups = paying && (await worthTheirGas(context, batch, paying));
  if (groups === undefined || groups.length === 0) return undefined;
  const committed = await commitBatch(context, lease, batch, groups);
  if (committed === undefined) return undefined;
  context.crash("batch-committed");
  await broadcast(context, committed.id, committed);
  return committed.id;
}

/** The claims that will be paid; those that will not are set aside, and a failing whole is split next time. */
async function payingGroups(
  { db, log, ...rest }: SenderContext,
  batch: Batch,
): Promise<readonly (readonly PayingVoucher[])[] | undefined> {
  const asked = batch.groups.map((group) => group.vouchers);
  const simulation = await simulate({ db, log, ...rest }, asked);
  if (simulation.kind === "reverts") {
    const ids = asked.flat().map((voucher) => voucher.channelId);
    const delay = ids.length === 1 ? retryDelaySeconds(batch.failures) : undefined;
    log.warn({ claims: ids.length, reason: simulation.message }, "a settlement would revert: split or set aside");
    await noteFailure(db, ids, `the settlement reverts: ${simulation.message}`, delay);
    return undefined;
  }
  if (simulation.unpaid.length > 0) {
    log.info({ claims: simulation.unpaid.length }, "claims that would be paid nothing are set aside");
    await setAside(db, new Map(simulation.unpaid.map(({ channelId }) => [channelId, "Escrow would pay nothing now"])));
  }
  return simulation.groups;
}

/** The claims that settle at least what they cost; the others wait for cheaper gas or more vouchers. */
async function worthTheirGas(
  { db, chain, policy, log }: SenderContext,
  batch: Batch,
  groups: readonly (readonly PayingVoucher[])[],
): Promise<readonly (readonly DueVoucher[])[]> {
  const claims = groups.map((group) =>
    group.map((voucher) => ({ ...voucher, coinPrice: policy.coinPriceOf(voucher.token), urgent: voucher.closing })),
  );
  const isPriced = claims.flat().some(({ coinPrice }) => coinPrice !== undefined);
  if (!isPriced || batch.groups.some(({ reason }) => reason === "flush")) return groups;
  const { baseFee, suggestedTip } = await readMarketFee(chain);
  const feePerGas = expectedFeePerGas(baseFee, suggestedTip, policy.feeCap.maxPriorityFeePerGas);
  const kept = worthSettling(claims, feePerGas);
  const keptIds = new Set(kept.flat().map(({ channelId }) => channelId));
  const late = groups.flat().filter(({ channelId }) => !keptIds.has(channelId));
  if (late.length > 0) {
    log.info({ claims: late.length, feePerGas: String(feePerGas) }, "claims worth less than their gas wait");
    const reason = `worth less than its gas at ${formatGwei(feePerGas)} gwei`;
    await postpone(
      db,
      late.map(({ channelId }) => channelId),
      reason,
      policy.worthAgainSeconds,
    );
  }
  return kept;
}

async function commitBatch(
  context: SenderContext,
  lease: Lease,
  batch: Batch,
  groups: readonly (readonly DueVoucher[])[],
) {
  const { db, chain, sender, policy, log } = context;
  const claims = groups.reduce((sum, group) => sum + group.length, 0);
  const gasLimit = gasLimitOf(groups.length, claims);
  const reason = batch.groups[0]?.reason ?? "flush";
  const { baseFee, suggestedTip } = await readMarketFee(chain);
  const fee = firstFee(baseFee, suggestedTip, policy.feeCap);
  // Signing takes time, in which an embedded database would serve nobody: so it is done before the transaction,
  // which then checks that nonce and lease are still what they were.
  const nonce = Math.max(await nextJournalNonce(db, sender), await chain.nonce(sender));
  const signed = await trySigning(context, nonce, { data: encodeSettle(groups), gasLimit }, fee);
  if (signed === undefined) return undefined;
  context.crash("batch-before-commit");
  const id = await db
    .transaction(async (sql) => {
      await assertLease(sql, lease);
      if ((await nextJournalNonce(sql, sender)) > nonce) return undefined;
      const entry = await insertEntry(sql, { sender, nonce, reason, claims, gasLimit });
      await insertAttempt(sql, entry, lease.fence, { ...signed, ...fee, number: 1 });
      if (!(await carry(sql, entry, groups))) throw new VouchersMoved();
      await noteBatch(sql, entry, "batch.signed", { transaction: signed.txHash, claims, reason });
      return entry;
    })
    .catch(ignoreMoved);
  if (id === undefined) return undefined;
  log.info({ batch: id, nonce, claims, groups: groups.length, reason, transaction: signed.txHash }, "batch signed");
  return { id, ...signed };
}

/** A voucher of the batch was settled or carried by someone else between choosing and committing. */
class VouchersMoved extends Error {}

function ignoreMoved(error: unknown): undefined {
  if (error instanceof VouchersMoved) return undefined;
  throw error;
}
