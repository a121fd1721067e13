import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { createTurns } from "../core/turns.ts";
import type { Row } from "./database.ts";
import { type BoundParameter, createStatements } from "./embedded-statements.ts";

/** What the thread is asked; each is answered before the next is looked at. */
export type EmbeddedRequest =
  | { readonly kind: "query"; readonly text: string; readonly parameters: readonly BoundParameter[] }
  /** Statements without parameters or results. */
  | { readonly kind: "run"; readonly text: string }
  | { readonly kind: "commit" }
  | { readonly kind: "close" };

/** Answers come in the order of the requests; the first one of all says whether the database was opened. */
export type EmbeddedAnswer =
  | { readonly rows: Row[] }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } };

/** The thread that holds the embedded database: its work is done beside that of the process. */
async function serve(port: NonNullable<typeof parentPort>, directory: string): Promise<void> {
  const answered = async (work: () => Promise<Row[]>): Promise<boolean> => {
    const answer = await work().then(
      (rows): EmbeddedAnswer => ({ rows }),
      (error: Error & { code?: string }): EmbeddedAnswer => ({ failure: { message: error.message, code: error.code } }),
    );
    port.postMessage(answer);
    return "rows" in answer;
  };

  let perform: Perform | undefined;
  const opened = await answered(async () => {
    const db = await PGlite.create(directory);
    await db.exec("set plan_cache_mode = force_generic_plan");
    perform = createPerform(db);
    return [];
  });
  if (!opened || perform === undefined) return port.close();
  const work = perform;
  const inTurn = createTurns();
  port.on("message", (request: EmbeddedRequest) => {
    void inTurn(() => answered(() => work(request))).then(() => request.kind === "close" && port.close());
  });
}

type Perform = (request: EmbeddedRequest) => Promise<Row[]>;

function createPerform(db: PGlite): Perform {
  const query = createStatements(db);
  return async (request) => {
    switch (request.kind) {
      case "query":
        return query(request.text, request.parameters);
      case "run":
        await db.exec(request.text);
        return [];
      case "commit": {
        const [result] = await db.exec("commit");
        // Where a statement has failed, a commit is answered as if it were a rollback.
        if (result?.command !== "COMMIT") throw new Error("Nothing was committed, since a statement failed.");
        return [];
      }
      case "close":
        await db.close();
        return [];
    }
  };
}

if (parentPort !== null) await serve(parentPort, workerData as string);
