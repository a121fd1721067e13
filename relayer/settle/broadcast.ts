import type { Hex } from "viem";
import { RpcError } from "../chain/rpc.ts";
import type { RpcOutcome } from "../core/rpc-outcome.ts";
import { moveEntry, noteBroadcast } from "../store/journal.ts";
import type { SenderContext } from "./context.ts";

export type BroadcastOutcome = { readonly kind: "accepted" } | RpcOutcome;

/**
 * Send bytes that are in the journal. Whatever the node answers, they count as sent: only `invalid` proves that they
 * can never be mined, and what follows from that is the caller's to decide.
 */
export async function broadcast(
  context: SenderContext,
  entryId: number,
  attempt: { readonly txHash: Hex; readonly raw: Hex },
): Promise<BroadcastOutcome> {
  const outcome = await send(context, attempt.raw);
  context.crash("batch-broadcast");
  const answer = outcome.kind === "accepted" ? "accepted" : `${outcome.kind}: ${outcome.message}`;
  await context.db.transaction(async (sql) => {
    await noteBroadcast(sql, attempt.txHash, answer);
    await moveEntry(sql, entryId, "sent");
  });
  if (outcome.kind !== "accepted" && outcome.kind !== "known") {
    context.log.warn(
      { batch: entryId, transaction: attempt.txHash, answer },
      "the node did not simply take a transaction",
    );
  }
  return outcome;
}

async function send({ chain }: SenderContext, raw: Hex): Promise<BroadcastOutcome> {
  try {
    await chain.sendRaw(raw);
    return { kind: "accepted" };
  } catch (error) {
    if (error instanceof RpcError) return error.outcome;
    return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
}
