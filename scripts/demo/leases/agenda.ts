/** Things to do in the order of their time; of the same time, in the order in which they were added. */
export type Agenda<T> = {
  readonly add: (at: number, item: T) => void;
  /** When the next one is due; undefined if there is none. */
  readonly nextAt: () => number | undefined;
  /** Take all that are due until `at`, earliest first. */
  readonly takeUntil: (at: number) => T[];
};

export function openAgenda<T>(): Agenda<T> {
  const entries: { readonly at: number; readonly item: T }[] = [];
  let head = 0;

  return {
    add: (at, item) => {
      let low = head;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((entries[middle]?.at ?? 0) <= at) low = middle + 1;
        else high = middle;
      }
      entries.splice(low, 0, { at, item });
    },
    nextAt: () => entries[head]?.at,
    takeUntil: (at) => {
      const due: T[] = [];
      for (let entry = entries[head]; entry !== undefined && entry.at <= at; entry = entries[head]) {
        due.push(entry.item);
        head += 1;
      }
      if (head > 1_024) {
        entries.splice(0, head);
        head = 0;
      }
      return due;
    },
  };
}
