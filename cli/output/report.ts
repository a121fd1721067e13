import type { SafeBatch } from "../../sdk/safe-batch.ts";

/** A table for people and for spreadsheets. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** What a command answers, in every form that it has. */
export type Report = {
  /** For programs: amounts as decimal text in the smallest unit, no matter how people see them. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  /** For spreadsheets, if it is a list. */
  readonly table?: Table;
  /** What a wallet would sign: a contract's address and the data, one transaction a line. */
  readonly calldata?: string;
  /** The same as a file for Safe's Transaction Builder. */
  readonly safe?: SafeBatch;
};
