/** Points at which a test may have the process killed. */
export type CrashPoint =
  | "intake-before-commit"
  | "intake-committed"
  | "batch-before-commit"
  | "batch-committed"
  | "batch-broadcast"
  | "batch-replacement-committed"
  | "batch-mined"
  | "batch-before-final"
  | "follow-applied";

/** Called at each point; kills the process with SIGKILL at the one that was asked for. */
export type Crash = (point: CrashPoint) => void;

/** `spec` is `point:count`, or several with commas: die when the point is passed for the count-th time. */
export function crashPoints(spec: string | undefined): Crash {
  const left = new Map((spec ?? "").split(",").flatMap((part) => countOf(part)));
  return (point) => {
    const count = left.get(point);
    if (count === undefined) return;
    left.set(point, count - 1);
    if (count <= 1) process.kill(process.pid, "SIGKILL");
  };
}

function countOf(part: string): [string, number][] {
  const [point, count] = part.split(":");
  return point === undefined || count === undefined ? [] : [[point, Number(count)]];
}
