import type { Logger } from "pino";
import type { Database } from "../store/database.ts";
import { type Cursor, latestCursor, type ProgressEvent, readProgress } from "../store/progress.ts";

export type Listener = (event: ProgressEvent) => void;

export type EventFeed = {
  /** Tell `listener` of everything behind `after`, or from now on. @returns how to stop */
  readonly listen: (listener: Listener, after: Cursor | undefined) => Promise<() => void>;
  readonly listeners: () => number;
  readonly stop: () => void;
};

const pageSize = 500;

/** One reader of the progress table for all listeners of this instance; it rests while there are none. */
export function createEventFeed(db: Database, options: { readonly pollMs: number; readonly log: Logger }): EventFeed {
  const listeners = new Set<Listener>();
  let cursor: Cursor | undefined;
  let timer: NodeJS.Timeout | undefined;

  const readPage = async (): Promise<void> => {
    if (cursor === undefined) return;
    const events = await readProgress(db, cursor, pageSize);
    for (const event of events) for (const listener of listeners) listener(event);
    cursor = events.at(-1)?.cursor ?? cursor;
  };

  const schedule = (): void => {
    timer = setTimeout(() => {
      readPage()
        .catch((error: unknown) => options.log.warn({ err: error }, "events could not be read"))
        .finally(() => {
          if (listeners.size > 0) schedule();
          else timer = undefined;
        });
    }, options.pollMs);
  };

  /** What lies between an earlier place and the feed's own, for one listener. */
  const replay = async (listener: Listener, after: Cursor, until: Cursor): Promise<void> => {
    let place = after;
    for (;;) {
      const events = await readProgress(db, place, pageSize);
      for (const event of events) if (!isBehind(event.cursor, until)) listener(event);
      const last = events.at(-1)?.cursor;
      if (last === undefined || isBehind(last, until) || events.length < pageSize) return;
      place = last;
    }
  };

  return {
    listeners: () => listeners.size,
    async listen(listener, after) {
      if (listeners.size === 0) cursor = await latestCursor(db);
      const joined = cursor ?? (await latestCursor(db));
      const waiting: ProgressEvent[] = [];
      let live = after === undefined;
      const entry: Listener = (event) => {
        if (live) listener(event);
        else waiting.push(event);
      };
      listeners.add(entry);
      if (timer === undefined) schedule();
      if (after !== undefined) {
        await replay(listener, after, joined);
        live = true;
        for (const event of waiting) listener(event);
      }
      return () => void listeners.delete(entry);
    },
    stop: () => {
      listeners.clear();
      clearTimeout(timer);
    },
  };
}

function isBehind(cursor: Cursor, place: Cursor): boolean {
  const [a, b] = [BigInt(cursor.tx), BigInt(place.tx)];
  return a > b || (a === b && BigInt(cursor.id) > BigInt(place.id));
}
