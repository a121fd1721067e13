import { type PGlite, parse, protocol } from "@electric-sql/pglite";
import type { Parameter, Row } from "./database.ts";

const { serialize } = protocol;

/** Arrays are bound as literals. */
export type BoundParameter = Exclude<Parameter, readonly unknown[]>;

type Statement = { readonly name: string; readonly parameterTypes: readonly number[]; readonly preparedAt: number };

/** So many are kept; a search with filters has many texts, and what comes later is prepared each time. */
const mostKept = 200;

// A plan is right for tables as large as they were when it was made, and they may have grown from nothing.
const keptMs = 10_000;

/**
 * Statements that the embedded database parses and plans once: for a small statement that is most of the work, and its
 * own `query` does it each time, in six calls where one is enough. Two may not run at once.
 */
export function createStatements(db: PGlite): (text: string, parameters: readonly BoundParameter[]) => Promise<Row[]> {
  const kept = new Map<string, Statement>();

  const prepare = async (text: string): Promise<Statement> => {
    // The empty name is that of a statement which the next one replaces.
    const name = kept.get(text)?.name ?? (kept.size < mostKept ? `kept_${kept.size}` : "");
    const messages = await send(db, [
      serialize.close({ type: "S", name }),
      serialize.parse({ name, text }),
      serialize.describe({ type: "S", name }),
    ]);
    const parameterTypes = parse.parseDescribeStatementResults(messages);
    const statement = { name, parameterTypes, preparedAt: performance.now() };
    if (name !== "") kept.set(text, statement);
    return statement;
  };

  const find = async (text: string): Promise<Statement> => {
    const found = kept.get(text);
    return found !== undefined && performance.now() - found.preparedAt < keptMs ? found : prepare(text);
  };

  return async (text, parameters) => {
    const { name, parameterTypes } = await find(text);
    const values = parameters.map((value, index) => {
      if (value === null || typeof value === "string") return value;
      const serializer = db.serializers[parameterTypes[index] ?? 0];
      return serializer === undefined ? String(value) : serializer(value);
    });
    const messages = await send(db, [
      serialize.bind({ statement: name, values }),
      serialize.describe({ type: "P" }),
      serialize.execute(),
    ]);
    return (parse.parseResults(messages, db.parsers)[0]?.rows ?? []) as Row[];
  };
}

/** @throws the database's error, with its `code`; what follows in the message is skipped then */
function send(db: PGlite, parts: readonly Uint8Array[]) {
  return db.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });
}
