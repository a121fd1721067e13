import type { Address, Hex } from "viem";
import type { DueGroup } from "../core/batch-choice.ts";
import type { Row, Sql } from "./database.ts";

/** A voucher that is to be carried. */
export type DueVoucher = {
  readonly channelId: Hex;
  readonly operator: Address;
  readonly token: Address;
  readonly salt: bigint;
  readonly cumulative: bigint;
  readonly signature: Hex;
  /** Whether its channel is closing. */
  readonly closing: boolean;
  /** Transactions that failed as a whole with it. */
  readonly failures: number;
};

// What waits without a failure waits for cheaper gas: a close request ends that.
const ready = "due and (retry_at is null or retry_at <= now() or (phase = 'closing' and failures = 0))";

/** All operators and tokens with vouchers that no transaction in flight carries. */
export async function readDueGroups(sql: Sql): Promise<DueGroup[]> {
  const rows = await sql.query(
    `select operator, token, count(*) as claims,
       sum(least(cumulative, deposited) - greatest(settled, sent)) as value,
       max(least(cumulative, deposited) - settled) as largest,
       extract(epoch from now() - min(unsettled_since)) as age,
       count(*) filter (where phase = 'closing') as closing
     from vouchers where ${ready} group by operator, token`,
  );
  return rows.map((row) => ({
    operator: row.operator as Address,
    token: row.token as Address,
    claims: Number(row.claims),
    value: BigInt(row.value as string),
    largestChannel: BigInt(row.largest as string),
    oldestSeconds: Number(row.age),
    closing: Number(row.closing),
  }));
}

/** The vouchers of a group, those of closing channels first, then the oldest. */
export async function readDueVouchers(
  sql: Sql,
  group: Pick<DueGroup, "operator" | "token">,
  limit: number,
): Promise<DueVoucher[]> {
  const rows = await sql.query(
    `select channel_id, operator, token, salt, cumulative, signature, phase, failures from vouchers
     where operator = $1 and token = $2 and ${ready}
     order by (phase = 'closing') desc, failures, unsettled_since limit $3`,
    [group.operator, group.token, limit],
  );
  return rows.map(dueVoucher);
}

function dueVoucher(row: Row): DueVoucher {
  return {
    channelId: row.channel_id as Hex,
    operator: row.operator as Address,
    token: row.token as Address,
    salt: BigInt(row.salt as string),
    cumulative: BigInt(row.cumulative as string),
    signature: row.signature as Hex,
    closing: row.phase === "closing",
    failures: Number(row.failures),
  };
}
