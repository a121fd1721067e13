import type { Address, Hex } from "viem";
import type { Fee } from "../core/fee.ts";
import { type JournalState, liveStates, statesBefore } from "../core/journal-state.ts";
import type { Row, Sql } from "./database.ts";

/** Bytes that were signed, and what is known of their fate. */
export type Attempt = Fee & {
  readonly txHash: Hex;
  readonly number: number;
  readonly raw: Hex;
  readonly secondsSinceSigned: number;
  /** Undefined if they were never sent, as far as we know. */
  readonly secondsSinceBroadcast: number | undefined;
};

/** One nonce of one key, and whatever was signed for it. */
export type JournalEntry = {
  readonly id: number;
  readonly nonce: number;
  readonly state: JournalState;
  /** Why its vouchers were given back before the end; undefined while it carries them. */
  readonly givenUp: string | undefined;
  readonly claims: number;
  readonly gasLimit: number;
  readonly minedBlock: number | undefined;
  readonly minedHash: Hex | undefined;
  readonly minedTx: Hex | undefined;
  /** The newest first. */
  readonly attempts: readonly Attempt[];
};

const live = `(${liveStates.map((state) => `'${state}'`).join(", ")})`;

/** Entries of the key whose end is open, the lowest nonce first. */
export async function readLiveEntries(sql: Sql, sender: Address): Promise<JournalEntry[]> {
  const entries = await sql.query(`select * from journal where sender = $1 and state in ${live} order by nonce`, [
    sender,
  ]);
  const attempts = await sql.query(
    `select a.*, extract(epoch from now() - a.signed_at) as since_signed,
       extract(epoch from now() - a.broadcast_at) as since_broadcast
     from attempts a where a.journal_id = any($1::bigint[]) order by a.number desc`,
    [entries.map((entry) => Number(entry.id))],
  );
  return entries.map((entry) =>
    entryOf(
      entry,
      attempts.filter((row) => Number(row.journal_id) === Number(entry.id)),
    ),
  );
}

function entryOf(row: Row, attempts: readonly Row[]): JournalEntry {
  return {
    id: Number(row.id),
    nonce: Number(row.nonce),
    state: row.state as JournalState,
    givenUp: (row.given_up as string | null) ?? undefined,
    claims: Number(row.claims),
    gasLimit: Number(row.gas_limit),
    minedBlock: row.mined_block === null ? undefined : Number(row.mined_block),
    minedHash: (row.mined_hash as Hex | null) ?? undefined,
    minedTx: (row.mined_tx as Hex | null) ?? undefined,
    attempts: attempts.map(attemptOf),
  };
}

function attemptOf(row: Row): Attempt {
  return {
    txHash: row.tx_hash as Hex,
    number: Number(row.number),
    raw: row.raw as Hex,
    maxFeePerGas: BigInt(row.max_fee as string),
    maxPriorityFeePerGas: BigInt(row.max_tip as string),
    secondsSinceSigned: Number(row.since_signed),
    secondsSinceBroadcast: row.since_broadcast === null ? undefined : Number(row.since_broadcast),
  };
}

/** The lowest nonce of the key that the journal has not given away. */
export async function nextJournalNonce(sql: Sql, sender: Address): Promise<number> {
  const [row] = await sql.query("select coalesce(max(nonce) + 1, 0) as next from journal where sender = $1", [sender]);
  return Number(row?.next);
}

export type NewEntry = {
  readonly sender: Address;
  readonly nonce: number;
  readonly reason: string;
  readonly claims: number;
  readonly gasLimit: number;
};

/** A new entry, in state `signed`. @returns its id, which is the batch's */
export async function insertEntry(sql: Sql, entry: NewEntry): Promise<number> {
  const [row] = await sql.query(
    `insert into journal (sender, nonce, state, reason, claims, gas_limit) values ($1, $2, 'signed', $3, $4, $5)
     returning id`,
    [entry.sender, entry.nonce, entry.reason, entry.claims, entry.gasLimit],
  );
  return Number(row?.id);
}

export type NewAttempt = Fee & { readonly txHash: Hex; readonly raw: Hex; readonly number: number };

export async function insertAttempt(sql: Sql, journalId: number, fence: number, attempt: NewAttempt): Promise<void> {
  await sql.query(
    `insert into attempts (tx_hash, journal_id, number, raw, max_fee, max_tip, fence)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      attempt.txHash,
      journalId,
      attempt.number,
      attempt.raw,
      attempt.maxFeePerGas.toString(),
      attempt.maxPriorityFeePerGas.toString(),
      fence,
    ],
  );
}

/** Note a broadcast and what the node said to it. */
export async function noteBroadcast(sql: Sql, txHash: Hex, answer: string): Promise<void> {
  await sql.query(
    "update attempts set broadcast_at = now(), broadcasts = broadcasts + 1, last_answer = $2 where tx_hash = $1",
    [txHash, answer.slice(0, 500)],
  );
}

/** Columns that change along with the state. */
export type StateDetail = {
  readonly minedBlock?: number;
  readonly minedHash?: Hex;
  readonly minedTx?: Hex;
  readonly gasUsed?: number;
  readonly gasPrice?: bigint;
};

/**
 * Move an entry to a state that may follow its own, and say so in `progress`.
 * @returns false if the entry is in no state from which `to` may be reached; then nothing changed
 */
export async function moveEntry(sql: Sql, id: number, to: JournalState, detail: StateDetail = {}): Promise<boolean> {
  const rows = await sql.query(
    `update journal set state = $2,
       mined_block = coalesce($4::bigint, mined_block), mined_hash = coalesce($5, mined_hash),
       mined_tx = coalesce($6, mined_tx), gas_used = coalesce($7::bigint, gas_used),
       gas_price = coalesce($8::numeric, gas_price),
       finished_at = case when $2 in ('final', 'reverted', 'lost') then now() end
     where id = $1 and state = any($3::text[]) returning id`,
    [
      id,
      to,
      statesBefore(to),
      detail.minedBlock ?? null,
      detail.minedHash ?? null,
      detail.minedTx ?? null,
      detail.gasUsed ?? null,
      detail.gasPrice?.toString() ?? null,
    ],
  );
  if (rows.length === 0) return false;
  const transaction = detail.minedTx === undefined ? {} : { transaction: detail.minedTx };
  await noteBatch(sql, id, `batch.${to}`, transaction);
  return true;
}

export async function noteBatch(sql: Sql, id: number, kind: string, detail: object = {}): Promise<void> {
  await sql.query("insert into progress (kind, batch_id, detail) values ($1, $2, $3::jsonb)", [
    kind,
    id,
    JSON.stringify(detail),
  ]);
}
