import type { Fact } from "../output/layout.ts";

/** One number that was computed here from events and settings, beside what the chain says. */
export type Checked = {
  readonly what: string;
  /** The formula with the numbers put in. */
  readonly formula: string;
  readonly computed: bigint;
  readonly onChain: bigint;
};

export function isEqual({ computed, onChain }: Checked): boolean {
  return computed === onChain;
}

/** The formula, what it comes to, and whether the chain says the same. */
export function checkedFact(checked: Checked, show: (amount: bigint) => string): Fact {
  const { what, formula, computed, onChain } = checked;
  const verdict = isEqual(checked) ? "the chain says the same" : `THE CHAIN SAYS ${show(onChain)} (${onChain})`;
  return [what, `${formula} = ${show(computed)}: ${verdict}`];
}
