import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import { type SentStep, sendStep } from "../transact/send-step.ts";
import type { Duty, Task } from "./duty.ts";

/** What a round of the keeper came to. */
export type Round = {
  readonly at: bigint;
  readonly done: readonly (SentStep & { readonly gain?: string })[];
  /** What the keeper lacks the means for, and what the chain would refuse now, or did: the next round tries again. */
  readonly refused: readonly { readonly what: string; readonly reason: string }[];
  /** Of a dry run: what would be sent. */
  readonly planned: readonly string[];
};

/**
 * Look for all that can be done, and do one thing after the other; what is refused, or cannot be looked at, holds up
 * nothing else.
 * @param duties by what they look after
 */
export async function keepOnce(
  context: Context,
  duties: Readonly<Record<string, Duty>>,
  isDryRun: boolean,
): Promise<Round> {
  const { timestamp: at } = await context.client.getBlock();
  const done: (SentStep & { gain?: string })[] = [];
  const refused: { what: string; reason: string }[] = [];
  const planned: string[] = [];
  for (const [name, duty] of Object.entries(duties)) {
    const found = await duty(context, at).catch((error: unknown) => reasonOf(explain(error)));
    if (typeof found === "string") {
      refused.push({ what: `look after ${name}`, reason: found });
      continue;
    }
    for (const task of found) {
      const reason = task.lacks ?? (isDryRun && task.follows ? undefined : await tryOut(context, task));
      if (reason !== undefined) refused.push({ what: task.what, reason });
      else if (isDryRun) planned.push(task.what);
      else {
        const sent = await sendStep(context, task).catch((error: unknown) => reasonOf(error));
        if (typeof sent === "string") refused.push({ what: task.what, reason: sent });
        else {
          const { what, transaction, block, gasUsed } = sent;
          done.push({ what, transaction, block, gasUsed, ...(task.gain === undefined ? {} : { gain: task.gain }) });
        }
      }
    }
  }
  return { at, done, refused, planned };
}

/** Nothing is sent that would fail: why it would, or undefined. */
async function tryOut({ client, self, deployment }: Context, { call, value = 0n }: Task): Promise<string | undefined> {
  try {
    await client.call({ account: self(), to: call.to, data: call.data, value });
    return undefined;
  } catch (error) {
    return reasonOf(explain(error, deployment.tokens));
  }
}

/** An error in one line, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof MillraceError) return [error.short, error.found].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}
