import { MillraceError } from "../../sdk/error.ts";

/** Points at which a test may have the process killed. */
const points = [
  "intake-before-commit",
  "intake-committed",
  "batch-before-commit",
  "batch-committed",
  "batch-broadcast",
  "batch-replacement-committed",
  "batch-mined",
  "batch-before-final",
  "lease-before-commit",
  "lease-committed",
  "follow-applied",
] as const;

export type CrashPoint = (typeof points)[number];

/** Called at each point; kills the process with SIGKILL at the one that was asked for. */
export type Crash = (point: CrashPoint) => void;

/**
 * `spec` is `point:count`, or several with commas: die when the point is passed for the count-th time.
 * @throws MillraceError `bad-setting`
 */
export function crashPoints(spec: string | undefined): Crash {
  const left = new Map((spec ?? "").split(",").flatMap((part) => countOf(part)));
  return (point) => {
    const count = left.get(point);
    if (count === undefined) return;
    left.set(point, count - 1);
    if (count <= 1) process.kill(process.pid, "SIGKILL");
  };
}

function countOf(part: string): [CrashPoint, number][] {
  if (part === "") return [];
  const [name, count] = part.split(":");
  const point = points.find((known) => known === name);
  if (point !== undefined) return [[point, Number(count)]];
  throw new MillraceError("There is no such point to crash at.", {
    code: "bad-setting",
    found: `MILLRACE_CRASH_AT: ${part}`,
    expected: points.join(", "),
  });
}
