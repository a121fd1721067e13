/** What must be undone however the demo ends, last thing first. */
export type Lifetime = {
  /** Undo it when the demo ends, unless it is released before. */
  readonly onEnd: (undo: () => Promise<void> | void) => void;
  /** Undo everything now. A second call waits for the first. */
  readonly end: () => Promise<void>;
  /** Forget everything: what was started lives on. */
  readonly release: () => void;
};

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const signalNumber = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Undo everything on Ctrl-C, SIGTERM and SIGHUP too, and then end this process as a shell expects. */
export function beginLifetime(): Lifetime {
  const undos: (() => Promise<void> | void)[] = [];
  let ending: Promise<void> | undefined;

  const endAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "Not everything could be cleaned up.");
  };
  const end = (): Promise<void> => {
    ending ??= endAll();
    return ending;
  };
  for (const signal of signals) {
    process.on(signal, () => {
      end().then(
        () => process.exit(128 + signalNumber[signal]),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  return {
    end,
    onEnd: (undo) => {
      undos.push(undo);
    },
    release: () => {
      undos.length = 0;
    },
  };
}
