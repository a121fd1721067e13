import type { Hex } from "viem";
import type { Receipt } from "../chain/chain-reader.ts";
import { release } from "../store/batch-items.ts";
import type { Head } from "../store/head.ts";
import { type Attempt, type JournalEntry, moveEntry } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { broadcast } from "./broadcast.ts";
import type { SenderContext } from "./context.ts";
import { finish } from "./finish.ts";
import { giveUp } from "./give-up.ts";
import { replace } from "./replace.ts";

/** Take one entry of the journal one step further, by what the chain says now. */
export async function driveEntry(context: SenderContext, lease: Lease, entry: JournalEntry, head: Head): Promise<void> {
  if (entry.state === "mined") {
    if ((entry.minedBlock ?? head.number) <= context.finalHeight(head.number))
      await finish(context, lease, entry, head);
    return;
  }
  const receipt = await canonicalReceipt(context, entry.attempts, head);
  if (receipt !== undefined) return noteMined(context, lease, entry, receipt, head);
  if (await nonceIsGone(context, entry, head)) return giveBackLost(context, lease, entry);
  await keepSending(context, lease, entry);
}

/** The receipt of whichever attempt is in a block that we hold for canonical. */
async function canonicalReceipt(
  { db, chain }: SenderContext,
  attempts: readonly Attempt[],
  head: Head,
): Promise<Receipt | undefined> {
  for (const attempt of attempts) {
    const receipt = await chain.receipt(attempt.txHash);
    if (receipt === null || receipt.transactionHash !== attempt.txHash || receipt.blockNumber > head.number) continue;
    const [known] = await db.query("select block_hash from blocks where block_number = $1", [receipt.blockNumber]);
    // While catching up only some blocks are remembered; the others are deep, and the node is asked twice.
    const hash = (known?.block_hash as Hex | undefined) ?? (await chain.block(receipt.blockNumber))?.hash;
    if (hash === receipt.blockHash) return receipt;
  }
  return undefined;
}

async function noteMined(
  context: SenderContext,
  lease: Lease,
  entry: JournalEntry,
  receipt: Receipt,
  head: Head,
): Promise<void> {
  const mined = { minedBlock: receipt.blockNumber, minedHash: receipt.blockHash, minedTx: receipt.transactionHash };
  await context.db.transaction(async (sql) => {
    await assertLease(sql, lease);
    await moveEntry(sql, entry.id, "mined", mined);
  });
  context.log.info({ batch: entry.id, block: mined.minedBlock, transaction: mined.minedTx }, "batch mined");
  context.crash("batch-mined");
  await driveEntry(context, lease, { ...entry, ...mined, state: "mined" }, head);
}

/** Whether at final depth the nonce is used, and by none of our attempts. */
async function nonceIsGone(
  { chain, sender, finalHeight }: SenderContext,
  entry: JournalEntry,
  head: Head,
): Promise<boolean> {
  if ((await chain.nonce(sender)) <= entry.nonce) return false;
  const deep = finalHeight(head.number);
  if (deep < 0 || (await chain.nonce(sender, deep)) <= entry.nonce) return false;
  const receipts = await Promise.all(entry.attempts.map((attempt) => chain.receipt(attempt.txHash)));
  return receipts.every((receipt) => receipt === null);
}

async function giveBackLost(context: SenderContext, lease: Lease, entry: JournalEntry): Promise<void> {
  await context.db.transaction(async (sql) => {
    await assertLease(sql, lease);
    await moveEntry(sql, entry.id, "lost");
    await release(sql, entry.id);
  });
  context.log.warn(
    { batch: entry.id, nonce: entry.nonce },
    "another transaction used the nonce: the vouchers are due again",
  );
}

/** Send the newest bytes, again if it is time, or a replacement that pays more. */
async function keepSending(context: SenderContext, lease: Lease, entry: JournalEntry): Promise<void> {
  const { policy } = context;
  const [newest] = entry.attempts;
  if (newest === undefined) return;
  const { secondsSinceBroadcast, secondsSinceSigned } = newest;
  const wasSent = secondsSinceBroadcast !== undefined;
  if (wasSent && secondsSinceSigned >= policy.replaceAfterSeconds && (await replace(context, lease, entry, newest)))
    return;
  if (wasSent && secondsSinceBroadcast < policy.rebroadcastSeconds) return;
  const outcome = await broadcast(context, entry.id, newest);
  if (outcome.kind === "invalid" && entry.givenUp === undefined) {
    await giveUp(context, lease, entry, newest, outcome.message);
  }
}
