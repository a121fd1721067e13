import { readHead } from "../store/head.ts";
import { readLiveEntries } from "../store/journal.ts";
import { type Lease, LeaseLost, releaseLease, takeLease } from "../store/lease.ts";
import { carryLeases } from "./carry-leases.ts";
import type { SenderContext } from "./context.ts";
import { driveEntry } from "./drive-entry.ts";
import { formBatches } from "./form-batches.ts";

export type SettleLoop = {
  /** Look at once: the head moved, or a close was requested. */
  readonly poke: () => void;
  /** Settle everything that is due now, ahead of every schedule. @returns the ids of the batches that were sent */
  readonly flush: () => Promise<number[]>;
  readonly lastSuccessAt: () => number | undefined;
  readonly lastError: () => string | undefined;
  /** Whether this instance has the key, or another one does. */
  readonly holdsKey: () => boolean;
  readonly stop: () => Promise<void>;
};

export type SettleLoopOptions = {
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly pollMs: number;
  /** No other instance can exist. */
  readonly alone: boolean;
};

type FlushWaiter = { readonly resolve: (ids: number[]) => void; readonly reject: (error: unknown) => void };

/** Drive the journal and form batches, for as long as this instance has the key. */
export function startSettleLoop(context: SenderContext, options: SettleLoopOptions): SettleLoop {
  const { db, sender, policy, log } = context;
  let stopped = false;
  let poked = false;
  let lease: Lease | undefined;
  let lastSuccessAt: number | undefined;
  let lastError: string | undefined;
  let wake: () => void = () => {};
  let waiters: FlushWaiter[] = [];

  const pass = async (flush: boolean): Promise<number[]> => {
    lease = await takeLease(db, sender, options.holder, options.leaseSeconds, options.alone);
    if (lease === undefined) return [];
    const head = await readHead(db);
    if (head === undefined) return [];
    for (const entry of await readLiveEntries(db, sender)) await driveEntry(context, lease, entry, head);
    const waiting = (await readLiveEntries(db, sender)).filter((entry) => entry.state !== "mined").length;
    const room = Math.max(0, policy.inFlight - waiting);
    const batches = await formBatches(context, lease, room, flush);
    return [...batches, ...(await carryLeases(context, lease, head, room - batches.length, flush))];
  };

  const guardedPass = async (): Promise<void> => {
    const served = waiters;
    waiters = [];
    try {
      const ids = await pass(served.length > 0);
      lastSuccessAt = Date.now();
      lastError = undefined;
      for (const waiter of served) waiter.resolve(ids);
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
      log.warn({ error: lastError }, "the sender could not finish a pass");
      if (error instanceof LeaseLost) {
        lease = undefined;
        // Perhaps nobody took it: the next pass knows.
        waiters = [...served, ...waiters];
      } else for (const waiter of served) waiter.reject(error);
    }
  };

  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = (async () => {
    while (!stopped) {
      poked = false;
      await guardedPass();
      if (!poked && waiters.length === 0 && !stopped) await sleep();
    }
    for (const waiter of waiters) waiter.reject(new Error("The relayer is stopping."));
    if (lease !== undefined) await releaseLease(db, lease).catch(() => undefined);
  })();

  // A pass may take longer than the lease: it is renewed beside it.
  const renewal = setInterval(
    () => {
      if (lease === undefined) return;
      takeLease(db, sender, options.holder, options.leaseSeconds, options.alone).catch(() => undefined);
    },
    (options.leaseSeconds * 1_000) / 3,
  );

  const poke = () => {
    poked = true;
    wake();
  };

  return {
    poke,
    flush: () =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new Error("The relayer is stopping."));
        waiters.push({ resolve, reject });
        poke();
      }),
    lastSuccessAt: () => lastSuccessAt,
    lastError: () => lastError,
    holdsKey: () => lease !== undefined,
    stop: async () => {
      stopped = true;
      clearInterval(renewal);
      wake();
      await loop;
    },
  };
}
