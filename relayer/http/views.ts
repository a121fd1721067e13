import type { Hex } from "viem";
import { saltOf } from "../../sdk/channel.ts";
import { voucherId } from "../core/voucher.ts";
import type { Row } from "../store/database.ts";
import { highestInJson } from "./problem.ts";

// How rows of the store read on the wire. Amounts are decimal text, times are ISO 8601, ids are lower case.

export function channelInJson(row: Row) {
  const payer = row.payer as Hex;
  const controller = row.controller as Hex;
  const cumulative = row.cumulative as string | null;
  return {
    channelId: row.channel_id as Hex,
    payer,
    controller,
    operator: row.operator as Hex,
    token: row.token as Hex,
    signer: row.signer as Hex,
    nonce: row.nonce as string,
    salt: saltOf({ payer, controller, nonce: BigInt(row.nonce as string) }).toString(),
    phase: row.phase as string,
    byAmount: row.by_amount as boolean,
    deposited: row.deposited as string,
    settled: row.settled as string,
    closesAt: Number(row.closes_at),
    unsettled: row.unsettled as string,
    highest:
      cumulative === null ? null : highestInJson({ cumulative: BigInt(cumulative), signature: row.signature as Hex }),
    receivedAt: iso(row.received_at),
    sent: (row.sent as string | null) ?? "0",
    batch: row.batch_id === null ? null : Number(row.batch_id),
    setAside: row.set_aside === null ? null : { reason: row.set_aside as string, retryAt: iso(row.retry_at) },
  };
}

/** What became of an amount: `facts` are of its channel. Undefined if no voucher of so much is known. */
export function voucherInJson(channelId: Hex, cumulative: bigint, facts: Row) {
  const atLeast = (column: string) => BigInt(facts[column] as string) >= cumulative;
  if (!atLeast("highest") && !atLeast("settled")) return undefined;
  return {
    id: voucherId(channelId, cumulative),
    channelId,
    cumulative: cumulative.toString(),
    state: stateOf(facts, atLeast),
    /** A higher voucher of the channel replaced it; it is settled along with that one. */
    superseded: BigInt(facts.highest as string) > cumulative,
    batch: facts.batch_id === null ? null : Number(facts.batch_id),
    transaction: facts.tx_hash === null ? null : (facts.tx_hash as Hex),
    block: facts.block_number === null ? null : Number(facts.block_number),
    reason: (facts.set_aside as string | null) ?? null,
    retryAt: iso(facts.retry_at),
  };
}

/** The states of a voucher on the wire, from the first to the last. */
export const voucherStates = ["stored", "setAside", "inBatch", "settled", "final", "unpayable"] as const;

function stateOf(facts: Row, atLeast: (column: string) => boolean): (typeof voucherStates)[number] {
  if (atLeast("final")) return "final";
  if (atLeast("settled")) return "settled";
  if (facts.phase === "closed") return "unpayable";
  if (atLeast("sent")) return "inBatch";
  return facts.set_aside === null ? "stored" : "setAside";
}

type BatchRows = { readonly batch: Row; readonly items: Row[]; readonly attempts: Row[]; readonly steps: Row[] };

export function batchInJson({ batch, items, attempts, steps }: BatchRows) {
  return {
    id: Number(batch.id),
    state: batch.state as string,
    reason: batch.reason as string,
    givenUp: (batch.given_up as string | null) ?? null,
    sender: batch.sender as Hex,
    nonce: Number(batch.nonce),
    claims: Number(batch.claims),
    gasLimit: Number(batch.gas_limit),
    gasUsed: batch.gas_used === null ? null : Number(batch.gas_used),
    gasPrice: batch.gas_price === null ? null : String(batch.gas_price),
    block: batch.mined_block === null ? null : Number(batch.mined_block),
    transaction: (batch.mined_tx as Hex | null) ?? null,
    createdAt: iso(batch.created_at),
    finishedAt: iso(batch.finished_at),
    attempts: attempts.map((attempt) => ({
      transaction: attempt.tx_hash as Hex,
      maxFeePerGas: String(attempt.max_fee),
      broadcasts: Number(attempt.broadcasts),
      lastAnswer: (attempt.last_answer as string | null) ?? null,
    })),
    items: items.map((item) => ({
      channelId: item.channel_id as Hex,
      operator: item.operator as Hex,
      token: item.token as Hex,
      cumulative: item.cumulative as string,
      outcome: (item.outcome as string | null) ?? null,
    })),
    leaseSteps: steps.map((step) => ({ leaseId: step.lease_id as Hex, step: step.step as string })),
  };
}

export function operatorInJson(operator: Hex, rows: readonly Row[]) {
  return {
    operator,
    tokens: rows.map((row) => ({
      token: row.token as Hex,
      channels: Number(row.channels),
      acknowledged: row.acknowledged as string,
      settled: row.settled as string,
      unsettled: row.unsettled as string,
      due: row.due as string,
      closing: Number(row.closing),
      setAside: Number(row.set_aside),
      oldestUnsettledSeconds: row.oldest === null ? null : Math.floor(Number(row.oldest)),
    })),
  };
}

function iso(value: unknown): string | null {
  return value instanceof Date ? value.toISOString() : null;
}
