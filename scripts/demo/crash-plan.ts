import { setTimeout as sleep } from "node:timers/promises";
import type { CrashPoint } from "./options.ts";
import type { RelayerProcess } from "./relayer-process.ts";
import type { RpcGate } from "./rpc-gate.ts";

/** Kills the relayer at the points that were asked for, one after the other. */
export type CrashPlan = {
  /** A request with so many vouchers is on its way to the relayer. @throws whatever kept the relayer from coming back */
  readonly onSending: (count: number) => void;
  /** Resolves when no crash is under way. Rejects if the relayer did not come back. */
  readonly quiet: () => Promise<void>;
};

/** When so much of what there is to send was sent. The last request passes both, however few there are. */
const intakeShare = 0.3;
const batchShare = 0.6;

export function planCrashes(
  points: readonly CrashPoint[],
  total: number,
  relayer: RelayerProcess,
  gate: RpcGate,
): CrashPlan {
  const pending = new Set(points);
  let sent = 0;
  let crash: Promise<void> | undefined;
  let failure: unknown;

  const start = (delayMs: number): void => {
    crash = sleep(delayMs)
      .then(() => relayer.crash())
      .catch((error: unknown) => {
        failure = error;
      })
      .then(() => {
        crash = undefined;
        armBatch();
      });
  };
  // One after the other: a relayer that is starting is not killed.
  const isDue = (point: CrashPoint, share: number): boolean =>
    crash === undefined && sent >= total * share && pending.delete(point);
  const armBatch = (): void => {
    if (!pending.has("intake") && isDue("batch", batchShare)) gate.onNextTransaction(() => start(0));
  };
  return {
    onSending: (count) => {
      if (failure !== undefined) throw failure;
      sent += count;
      // A moment later, when the request and those of the other operators have arrived.
      if (isDue("intake", intakeShare)) start(2);
      else armBatch();
    },
    quiet: async () => {
      while (crash !== undefined) await crash;
      if (failure !== undefined) throw failure;
    },
  };
}
