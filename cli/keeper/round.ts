import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import { type SentStep, sendStep } from "../transact/send-step.ts";
import type { Duty, Task } from "./duty.ts";

/** What a round of the keeper came to. */
export type Round = {
  readonly at: bigint;
  readonly done: readonly (SentStep & { readonly gain?: string })[];
  /** What the chain would refuse now, or did: each is tried again in the next round. */
  readonly refused: readonly { readonly what: string; readonly reason: string }[];
  /** Of a dry run: what would be sent. */
  readonly planned: readonly string[];
};

/** Look for all that can be done, and do one thing after the other; what is refused holds up nothing. */
export async function keepOnce(context: Context, duties: readonly Duty[], isDryRun: boolean): Promise<Round> {
  const { timestamp: at } = await context.client.getBlock();
  const done: (SentStep & { gain?: string })[] = [];
  const refused: { what: string; reason: string }[] = [];
  const planned: string[] = [];
  for (const duty of duties) {
    for (const task of await duty(context, at)) {
      const reason = await tryOut(context, task);
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
async function tryOut({ client, self }: Context, { call, value = 0n }: Task): Promise<string | undefined> {
  try {
    await client.call({ account: self(), to: call.to, data: call.data, value });
    return undefined;
  } catch (error) {
    return reasonOf(explain(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof MillraceError) return [error.short, error.found].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}
