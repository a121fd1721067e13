import { setTimeout as sleep } from "node:timers/promises";

/** Something did not come true in time. */
export class WaitError extends Error {
  override readonly name = "WaitError";
}

export type WaitOptions = {
  /** What is waited for, as in "the relayer to answer". */
  readonly what: string;
  readonly timeoutMs: number;
  readonly everyMs: number;
  /** Added to the error: what is known of why it takes so long. */
  readonly hint?: (() => string) | undefined;
};

/** Ask again and again until the answer is not undefined. @throws WaitError, and whatever `ask` throws */
export async function waitFor<T>(ask: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadlineMs = performance.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadlineMs) {
      const hint = options.hint?.() ?? "";
      throw new WaitError(`Waited ${options.timeoutMs / 1_000} s for ${options.what}.${hint && `\n${hint}`}`);
    }
    await sleep(options.everyMs);
  }
}
