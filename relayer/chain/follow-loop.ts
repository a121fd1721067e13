import type { Logger } from "pino";

export type FollowLoop = {
  /** Resolves after a pass that began after this call. Calls that come close together share one. */
  readonly catchUp: () => Promise<void>;
  /** When the last pass succeeded, ms since the epoch; undefined before the first. */
  readonly lastSuccessAt: () => number | undefined;
  readonly lastError: () => string | undefined;
  readonly stop: () => Promise<void>;
};

const leastPauseMs = 50;

/** Follow the chain every `pollMs`, and sooner when someone asks. `onMoved` is told each time the head moved. */
export function startFollowLoop(
  follow: () => Promise<boolean>,
  options: { readonly pollMs: number; readonly log: Logger; readonly onMoved: () => void },
): FollowLoop {
  let stopped = false;
  let lastSuccessAt: number | undefined;
  let lastError: string | undefined;
  let wake: () => void = () => {};
  let waiters: (() => void)[] = [];

  const pass = async (): Promise<void> => {
    const served = waiters;
    waiters = [];
    try {
      const moved = await follow();
      lastSuccessAt = Date.now();
      lastError = undefined;
      if (moved) options.onMoved();
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
      options.log.warn({ error: lastError }, "the chain could not be followed");
    }
    for (const resolve of served) resolve();
  };

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = (async () => {
    while (!stopped) {
      await pass();
      // A flood of unknown channels must not become a flood of requests to the node.
      await new Promise((resolve) => setTimeout(resolve, leastPauseMs));
      if (waiters.length === 0 && !stopped) await sleep(options.pollMs);
    }
    for (const resolve of waiters) resolve();
  })();

  return {
    catchUp: () =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        waiters.push(resolve);
        wake();
      }),
    lastSuccessAt: () => lastSuccessAt,
    lastError: () => lastError,
    stop: async () => {
      stopped = true;
      wake();
      await loop;
    },
  };
}
