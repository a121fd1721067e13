/** What waits: items that were handed in together, and where their results go. */
type Waiting<Item, Result> = {
  readonly items: readonly Item[];
  readonly resolve: (results: Result[]) => void;
  readonly reject: (error: unknown) => void;
};

export type Grouped<Item, Result> = {
  /** The results of these items, in their order. Rejects if the work on their group fails. */
  readonly submit: (items: readonly Item[]) => Promise<Result[]>;
  /** Items that wait or are being worked on. */
  readonly depth: () => number;
  /** When the oldest item that waits came, ms since the epoch; undefined if none does. */
  readonly waitingSince: () => number | undefined;
  readonly drained: () => Promise<void>;
};

/**
 * Collect items while one piece of work runs, and work on all that came in meanwhile together: they share a commit, or a
 * question to the database. A lone item is worked on at once; under load the groups grow by themselves. The work on an
 * item always begins after the item was handed in.
 */
export function createGrouped<Item, Result>(
  work: (items: readonly Item[]) => Promise<Result[]>,
  limits: { readonly groupSize: number; readonly parallel: number },
): Grouped<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  let running = 0;
  let depth = 0;
  let waitingSince: number | undefined;
  let idle: (() => void)[] = [];

  const take = (): Waiting<Item, Result>[] => {
    let count = 0;
    let size = 0;
    while (size < queue.length && (size === 0 || count < limits.groupSize)) count += queue[size++]?.items.length ?? 0;
    const group = queue.slice(0, size);
    queue = queue.slice(size);
    waitingSince = queue.length === 0 ? undefined : Date.now();
    return group;
  };

  const run = async (): Promise<void> => {
    running += 1;
    // Let whatever arrived in the same turn of the event loop join.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const group = take();
      const items = group.flatMap((waiting) => waiting.items);
      try {
        const results = await work(items);
        let start = 0;
        for (const waiting of group) {
          waiting.resolve(results.slice(start, start + waiting.items.length));
          start += waiting.items.length;
        }
      } catch (error) {
        for (const waiting of group) waiting.reject(error);
      }
      depth -= items.length;
    }
    running -= 1;
    if (running === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  };

  return {
    submit: (items) =>
      new Promise((resolve, reject) => {
        queue.push({ items, resolve, reject });
        depth += items.length;
        waitingSince ??= Date.now();
        if (running < limits.parallel) void run();
      }),
    depth: () => depth,
    waitingSince: () => waitingSince,
    drained: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}
