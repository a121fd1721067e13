import type { Logger } from "pino";
import type { Database } from "../store/database.ts";
import { prune } from "../store/progress.ts";

const everyMs = 600_000;
const keep = { progressDays: 30, idempotencyHours: 24 };

/** Forget old events and idempotency keys, from time to time. What is owed and what was sent is never forgotten. */
export function startHousekeeping(db: Database, log: Logger): { readonly stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = prune(db, keep).catch((error: unknown) => log.warn({ err: error }, "old events could not be forgotten"));
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
