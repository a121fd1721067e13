import type { TokenBooks } from "../books/balance.ts";
import type { ClosingReport } from "./closing/closing-summary.ts";
import type { Figures } from "./figures.ts";
import type { LeaseReport } from "./leases/lease-summary.ts";

/** Everything that the demo reports. Amounts in the payment token's smallest unit. */
export type DemoResult = Figures & {
  readonly requests: number;
  /** Vouchers that the relayer acknowledged. */
  readonly vouchers: number;
  /** From start to result. */
  readonly seconds: number;
  readonly crashes: number;
  readonly relayer: {
    /** The sum over channels of the highest amount that a client got a 2xx for, as the clients recorded it. */
    readonly acknowledged: bigint;
    /** The sum over channels of what is settled, from Escrow's storage. */
    readonly settled: bigint;
  };
  readonly books: { readonly tokens: readonly TokenBooks[] };
  /** What came of the market of leases, and what of it does not add up. */
  readonly leasing: LeaseReport;
  readonly leaseFaults: readonly string[];
  /** The same of the epoch and the vote at the end. */
  readonly closing: ClosingReport;
  readonly closingFaults: readonly string[];
};

/** What should have happened, known without asking relayer or chain. */
export type Expectation = {
  readonly requests: number;
  /** The prices of all requests. */
  readonly priced: bigint;
  readonly crashes: number;
};

/** Everything that does not add up, each a sentence; empty if all is well. */
export function findFaults(result: DemoResult, expected: Expectation): string[] {
  const { relayer } = result;
  const faults: string[] = [];
  const mustEqual = (what: string, found: bigint | number, wanted: bigint | number): void => {
    if (found !== wanted) faults.push(`${what}: found ${found}, expected ${wanted}.`);
  };
  mustEqual("vouchers acknowledged", result.vouchers, expected.requests);
  mustEqual("acknowledged, against the prices of all requests", relayer.acknowledged, expected.priced);
  mustEqual("settled on chain, against acknowledged", relayer.settled, relayer.acknowledged);
  mustEqual("relayer killed and back", result.crashes, expected.crashes);
  for (const { symbol, unaccountedSupply, unaccountedCustody } of result.books.tokens) {
    mustEqual(`${symbol}, minted minus wallets`, unaccountedSupply, 0n);
    mustEqual(`${symbol}, custody minus what it owes`, unaccountedCustody, 0n);
  }
  return [...faults, ...result.leaseFaults, ...result.closingFaults];
}
