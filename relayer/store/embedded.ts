import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockDataDirectory } from "./data-lock.ts";
import type { Database, Parameter, Row } from "./database.ts";

/**
 * PostgreSQL inside this process. What is committed survives the death of the process but not of the machine, since it
 * is never flushed to the disk. One process at a time: the lock lies beside the data, not in it.
 * @throws MillraceError `data-locked` if another process holds the data
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true });
  const lock = await lockDataDirectory(dataDir);
  const db = await PGlite.create(join(dataDir, "postgres")).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  return {
    kind: "embedded",
    query: async (text, parameters) => (await db.query<Row>(text, bound(parameters))).rows,
    transaction: (work) =>
      db.transaction((tx) =>
        work({ query: async (text, parameters) => (await tx.query<Row>(text, bound(parameters))).rows }),
      ),
    script: async (text) => {
      await db.exec(`begin;\n${text}\n;commit;`);
    },
    close: async () => {
      await db.close();
      lock.release();
    },
  };
}

function bound(parameters: readonly Parameter[] = []): unknown[] {
  return [...parameters];
}
