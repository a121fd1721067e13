/** Something on chain that isn't what the addresses file, or this checkout, says. */
export type Disagreement = {
  /** The contract, or `chain`. */
  readonly where: string;
  readonly what: string;
  readonly found: string;
  readonly expected: string;
};

/** The disagreement, or nothing if both are equal; letter case of addresses does not count. */
export function compare(where: string, what: string, found: string, expected: string): Disagreement[] {
  return found.toLowerCase() === expected.toLowerCase() ? [] : [{ where, what, found, expected }];
}
