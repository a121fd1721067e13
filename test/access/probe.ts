import type { BaseContract } from "ethers";

/** A call that succeeds for the entitled. */
export type Call = { readonly to: BaseContract; readonly args: readonly unknown[] };

/** Prepares a world so that one call is possible. */
export type Probe<W> = (w: W) => Promise<Call>;
