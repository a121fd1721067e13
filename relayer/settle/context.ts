import type { Logger } from "pino";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import type { BatchPolicy } from "../core/batch-choice.ts";
import type { BatchLimits } from "../core/batch-limits.ts";
import type { FeeCap } from "../core/fee.ts";
import type { LeasePolicy } from "../core/lease-choice.ts";
import type { Crash } from "../ops/crash.ts";
import type { Signer } from "../signer/signer.ts";
import type { Database } from "../store/database.ts";
import type { Served } from "../store/lease-work.ts";

/** How the sender behaves. */
export type SenderPolicy = {
  readonly confirmations: number;
  readonly limits: BatchLimits;
  readonly inFlight: number;
  readonly feeCap: FeeCap;
  readonly replaceAfterSeconds: number;
  readonly rebroadcastSeconds: number;
  /** What one whole coin of the chain is worth in the token's smallest unit; undefined if no setting says so. */
  readonly coinPriceOf: (token: Address) => bigint | undefined;
  readonly worthAgainSeconds: number;
  readonly batchPolicyOf: (token: Address) => BatchPolicy;
};

/** Whose leases are carried, and when. */
export type LeaseContext = {
  /** Leases, in lower case. */
  readonly address: Address;
  readonly served: Served;
  readonly noShows: boolean;
  readonly policyOf: (token: Address) => Omit<LeasePolicy, "noShows">;
};

/** What every step of the sender works with. */
export type SenderContext = {
  readonly db: Database;
  readonly chain: ChainReader;
  readonly chainId: number;
  readonly escrow: Address;
  readonly signer: Signer;
  /** The signer's address, in lower case. */
  readonly sender: Address;
  readonly policy: SenderPolicy;
  /** Undefined where the deployment has no leases. */
  readonly leases: LeaseContext | undefined;
  /** Up to which block the chain is final if its head is at `head`. */
  readonly finalHeight: (head: number) => number;
  readonly crash: Crash;
  readonly log: Logger;
};
