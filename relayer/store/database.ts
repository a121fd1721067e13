/** One row, column by column. Numerics and 64-bit integers may arrive as text: whoever reads a row converts them. */
export type Row = Readonly<Record<string, unknown>>;

/** What may be bound to `$1`, `$2`, ... Amounts are bound as decimal text. */
export type Parameter = string | number | boolean | null | Date | readonly string[] | readonly number[];

export type Sql = {
  readonly query: (text: string, parameters?: readonly Parameter[]) => Promise<Row[]>;
};

/** PostgreSQL, on a server or embedded: the same dialect, nothing else is known of it. */
export type Database = Sql & {
  readonly kind: "embedded" | "server";
  /** All or nothing. Rolled back if `work` throws; committed when the promise resolves. */
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Several statements without parameters, in one transaction. */
  readonly script: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
};
