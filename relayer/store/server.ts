import pg from "pg";
import type { Database, Parameter, Row, Sql } from "./database.ts";

/**
 * A PostgreSQL server. No session state is used (locks, prepared names, LISTEN), so a pooler in transaction mode may
 * stand between.
 */
export function openServerDatabase(url: string, onLost: (error: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 15_000, query_timeout: 30_000 });
  pool.on("error", onLost);
  return {
    kind: "server",
    query: sqlOf(pool).query,
    transaction: (work) => inTransaction(pool, work),
    script: (text) => inTransaction(pool, (_, client) => client.query(text).then(() => undefined)),
    close: () => pool.end(),
  };
}

type Queryable = Pick<pg.PoolClient, "query">;

function sqlOf(queryable: Queryable): Sql {
  return {
    query: async (text, parameters: readonly Parameter[] = []) =>
      (await queryable.query<Row>(text, [...parameters])).rows,
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (sql: Sql, client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(sqlOf(client), client);
    const { command } = await client.query<Row>("commit");
    // Where a statement has failed, a commit is answered as if it were a rollback.
    if (command !== "COMMIT") throw new Error("Nothing was committed, since a statement failed.");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    // A connection that cannot roll back is in an unknown state: it is thrown away.
    client.release(broken);
  }
}
