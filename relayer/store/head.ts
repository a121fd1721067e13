import type { Hex } from "viem";
import type { Sql } from "./database.ts";

/** The last block whose events were applied. */
export type Head = { readonly number: number; readonly hash: Hex; readonly timestamp: number };

const columns = "select block_number, block_hash, block_timestamp from chain_head";

/** `lock` keeps the head where it is until the transaction ends. */
export async function readHead(sql: Sql, lock?: "for share" | "for update"): Promise<Head | undefined> {
  const [row] = await sql.query(lock === undefined ? columns : `${columns} ${lock}`);
  if (row === undefined) return undefined;
  return {
    number: Number(row.block_number),
    hash: row.block_hash as Hex,
    timestamp: Number(row.block_timestamp),
  };
}

export async function writeHead(sql: Sql, head: Head): Promise<void> {
  await sql.query(
    `insert into chain_head (block_number, block_hash, block_timestamp) values ($1, $2, $3)
     on conflict (singleton) do update set
       block_number = excluded.block_number, block_hash = excluded.block_hash,
       block_timestamp = excluded.block_timestamp`,
    [head.number, head.hash, head.timestamp],
  );
}
