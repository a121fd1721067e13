import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createTurns } from "../core/turns.ts";
import { arrayLiteral } from "./array-literal.ts";
import { lockDataDirectory } from "./data-lock.ts";
import type { Database, Parameter, Row, Sql } from "./database.ts";
import type { BoundParameter } from "./embedded-statements.ts";
import type { EmbeddedAnswer, EmbeddedRequest } from "./embedded-thread.ts";

/**
 * PostgreSQL inside this process, in a thread of its own, so that signatures are checked and requests answered while it
 * works. What is committed survives the death of the process but not of the machine, since it is never flushed to the
 * disk. One process at a time: the lock lies beside the data, not in it.
 * @throws MillraceError `data-locked` if another process holds the data
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true });
  const lock = await lockDataDirectory(dataDir);
  const { ask, ended } = await startThread(join(dataDir, "postgres")).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const run = (text: string) => ask({ kind: "run", text });
  const sql: Sql = { query: (text, parameters) => ask({ kind: "query", text, parameters: bound(parameters) }) };
  const inTurn = createTurns();

  const transaction = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      await run("begin");
      try {
        const result = await work(sql);
        await ask({ kind: "commit" });
        return result;
      } catch (error) {
        await run("rollback");
        throw error;
      }
    });

  return {
    kind: "embedded",
    query: (text, parameters) => inTurn(() => sql.query(text, parameters)),
    transaction,
    script: (text) => transaction(async () => void (await run(text))),
    close: async () => {
      await inTurn(() => ask({ kind: "close" }));
      await ended;
      lock.release();
    },
  };
}

/** Arrays go to the thread as one text each: copying thousands of small ones is slow. */
function bound(parameters: readonly Parameter[] = []): BoundParameter[] {
  return parameters.map((parameter) => (isArray(parameter) ? arrayLiteral(parameter) : parameter));
}

function isArray(parameter: Parameter): parameter is readonly string[] | readonly number[] {
  return Array.isArray(parameter);
}

type Thread = { readonly ask: (request: EmbeddedRequest) => Promise<Row[]>; readonly ended: Promise<void> };

type Asked = { readonly resolve: (rows: Row[]) => void; readonly reject: (error: Error) => void };

/** Resolves once the database is open. A thread that died answers nothing more, and says why. */
async function startThread(directory: string): Promise<Thread> {
  const thread = new Worker(new URL("./embedded-thread.ts", import.meta.url), { workerData: directory });
  const asked: Asked[] = [];
  let fault: Error | undefined;
  const fail = (error: Error) => {
    fault ??= error;
    for (const each of asked.splice(0)) each.reject(fault);
  };
  const answer = () =>
    new Promise<Row[]>((resolve, reject) => {
      if (fault !== undefined) reject(fault);
      else asked.push({ resolve, reject });
    });
  thread.on("message", (given: EmbeddedAnswer) => {
    const first = asked.shift();
    if ("rows" in given) first?.resolve(given.rows);
    else first?.reject(Object.assign(new Error(given.failure.message), { code: given.failure.code }));
  });
  thread.on("error", fail);
  const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  void ended.then(() => fail(new Error("The embedded database has ended.")));
  await answer();
  return {
    ask: (request) => {
      const rows = answer();
      if (fault === undefined) thread.postMessage(request);
      return rows;
    },
    ended,
  };
}
