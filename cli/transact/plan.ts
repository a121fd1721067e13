import type { Log } from "viem";
import type { Call } from "../../sdk/call.ts";
import type { Fact } from "../output/layout.ts";

/** One transaction of a plan. */
export type Step = {
  /** What it does, in a few words: "deposit 10 tUSD". */
  readonly what: string;
  readonly call: Call;
  /** Ether that goes along, wei: the fee of an arbitrator that asks for one. */
  readonly value?: bigint;
};

/** What a plan has brought about, that could not be known before. */
export type Outcome = { readonly json: Readonly<Record<string, unknown>>; readonly next?: string };

/** What a command would send, and what it would cost or reserve. One step after the other; a failing one ends it. */
export type TransactionPlan = {
  readonly facts: readonly Fact[];
  readonly steps: readonly Step[];
  /** More for programs, beside the transactions. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** What to do now that it is done. */
  readonly next?: string;
  /** Read from the logs of all transactions, in their order; its `next` comes before the plan's own. */
  readonly outcome?: (logs: readonly Log[]) => Outcome;
};
