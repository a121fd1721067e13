import type { CrashPoint } from "./options.ts";
import type { RelayerProcess } from "./relayer-process.ts";
import type { RpcGate } from "./rpc-gate.ts";

/** Kills the relayer at the points that were asked for, one after the other. */
export type CrashPlan = {
  /** A request with vouchers is on its way to the relayer. */
  readonly onSending: () => void;
  /** So many of all vouchers are acknowledged. */
  readonly onProgress: (acknowledged: number) => void;
  /** Resolves when no crash is under way. Rejects if the relayer did not come back. */
  readonly quiet: () => Promise<void>;
};

/** After these shares of the vouchers. */
const intakeShare = 0.3;
const batchShare = 0.6;

export function planCrashes(
  points: readonly CrashPoint[],
  total: number,
  relayer: RelayerProcess,
  gate: RpcGate,
): CrashPlan {
  const pending = new Set(points);
  let acknowledged = 0;
  let crash: Promise<void> | undefined;
  let failure: unknown;

  const start = (): void => {
    crash = relayer
      .crash()
      .catch((error: unknown) => {
        failure = error;
      })
      .then(() => {
        crash = undefined;
        armBatch();
      });
  };
  const armBatch = (): void => {
    if (crash !== undefined || acknowledged < total * batchShare || !pending.delete("batch")) return;
    gate.onNextTransaction(start);
  };
  return {
    onSending: () => {
      if (crash !== undefined || acknowledged < total * intakeShare || !pending.delete("intake")) return;
      // A moment later, when the request and those of the other operators have arrived.
      crash = new Promise((resolve) => setTimeout(resolve, 2));
      crash.then(start);
    },
    onProgress: (count) => {
      acknowledged = count;
      armBatch();
    },
    quiet: async () => {
      while (crash !== undefined) await crash;
      if (failure !== undefined) throw failure;
    },
  };
}
