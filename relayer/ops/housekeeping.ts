import type { Logger } from "pino";
import type { Database } from "../store/database.ts";
import { readHead } from "../store/head.ts";
import { pruneOffers } from "../store/offers.ts";
import { prune } from "../store/progress.ts";

const everyMs = 600_000;
const keep = { progressDays: 30, idempotencyHours: 24 };

/**
 * Forget old events, idempotency keys, and offers that nobody can ever take, from time to time. What is owed and what was
 * sent is never forgotten.
 * @param finalHeight up to which block the chain is final if its head is at `head`
 */
export function startHousekeeping(
  db: Database,
  finalHeight: (head: number) => number,
  log: Logger,
): { readonly stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const clean = async (): Promise<void> => {
    await prune(db, keep);
    const head = await readHead(db);
    if (head !== undefined) await pruneOffers(db, finalHeight(head.number));
  };
  const timer = setInterval(() => {
    running = clean().catch((error: unknown) => log.warn({ err: error }, "what is old could not be forgotten"));
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
