import type { Context } from "../context.ts";
import type { Step } from "../transact/plan.ts";

/** Something that anybody may do now, as far as the chain's state tells. */
export type Task = Step & {
  /** What it brings the keeper, if anything: for people. */
  readonly gain?: string;
  /** Why it is not even tried, for people: what the keeper itself lacks. */
  readonly lacks?: string;
  /** It can only be tried once the task before it is done: a dry run shows it untried. */
  readonly follows?: true;
};

/** Finds what is due of one kind of thing that anybody may do. `now` is the newest block's timestamp, s. */
export type Duty = (context: Context, now: bigint) => Promise<Task[]>;

/** Items in portions, so that no call is too large for a block. */
export function portions<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
