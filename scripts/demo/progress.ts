/** Tells people on standard error how far the demo is. Standard output is for the result alone. */
export type Progress = {
  /** A step has begun. */
  readonly step: (text: string) => void;
  /** `done` of `total` in the step that runs. */
  readonly count: (done: number, total: number, unit: string) => void;
  /** Leave the line that is being rewritten. */
  readonly end: () => void;
};

type Sink = { readonly isTTY?: boolean; readonly write: (text: string) => unknown };

const redrawMs = 100;
/** Into a file or a pipe: a line every so often is enough. */
const lineMs = 5_000;

export function showProgress(sink: Sink, now: () => number = () => performance.now()): Progress {
  const startMs = now();
  const isLive = sink.isTTY === true;
  let countStartMs = startMs;
  let lastMs = Number.NEGATIVE_INFINITY;
  let isLineOpen = false;

  const end = (): void => {
    if (isLineOpen) sink.write("\n");
    isLineOpen = false;
  };
  return {
    end,
    step: (text) => {
      end();
      sink.write(`${seconds(now() - startMs).padStart(7)}  ${text}\n`);
      countStartMs = now();
      lastMs = isLive ? Number.NEGATIVE_INFINITY : countStartMs;
    },
    count: (done, total, unit) => {
      const elapsedMs = now() - lastMs;
      if (elapsedMs < (isLive ? redrawMs : lineMs) && (done < total || !isLive)) return;
      lastMs = now();
      const line = `${seconds(lastMs - startMs).padStart(7)}  ${countText(done, total, unit, lastMs - countStartMs)}`;
      sink.write(isLive ? `\r\x1b[K${line}` : `${line}\n`);
      isLineOpen = isLive;
    },
  };
}

/** "1,200 of 5,000 requests, 24 %, 410/s, 9 s to go" */
export function countText(done: number, total: number, unit: string, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? (done * 1_000) / elapsedMs : 0;
  const percent = total > 0 ? Math.floor((done * 100) / total) : 100;
  const rest = perSecond > 0 ? `, ${Math.ceil((total - done) / perSecond)} s to go` : "";
  const count = `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} ${unit}`;
  return `${count}, ${percent} %, ${Math.round(perSecond).toLocaleString("en-US")}/s${done < total ? rest : ""}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
