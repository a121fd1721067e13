import type { Hex } from "viem";
import { MillraceError } from "../sdk/error.ts";
import { type Opening, readOpenings } from "../sdk/opening.ts";
import type { Context } from "./context.ts";

/** The channels of this account, as payer and as operator, oldest first, each once. */
export async function ownChannels(context: Context): Promise<Opening[]> {
  const { client, deployment, self } = context;
  const paid = await readOpenings(client, deployment, { payer: self() });
  const earned = await readOpenings(client, deployment, { operator: self() });
  const byId = new Map([...paid, ...earned].map((opening) => [opening.channelId, opening]));
  return [...byId.values()].sort((a, b) => Number(a.blockNumber - b.blockNumber));
}

/**
 * The channel that is meant: a whole id, the beginning of the id of an own channel, or nothing if there is one only
 * that is not closed.
 * @throws MillraceError `channel-unknown`, `channel-ambiguous` or `bad-channel`
 */
export async function pickChannel(context: Context, text: string | undefined): Promise<Opening> {
  if (text !== undefined && /^0x[0-9a-fA-F]{64}$/.test(text)) return byId(context, text.toLowerCase() as Hex);
  if (text !== undefined && !/^0x[0-9a-fA-F]{4,}…?$/.test(text)) {
    throw new MillraceError("This is not a channel's id.", {
      code: "bad-channel",
      found: text,
      expected: "0x and 64 hex digits, or the first 4 or more of them",
    });
  }
  const own = await ownChannels(context);
  const fitting = text === undefined ? await notClosed(context, own) : startingWith(own, text);
  const [only, ...others] = fitting;
  if (only === undefined) throw unknown(text ?? "no channel that is not closed");
  if (others.length === 0) return only;
  throw new MillraceError("Which channel?", {
    code: "channel-ambiguous",
    found: `${fitting.length} channels${text === undefined ? "" : ` that begin with ${text}`}`,
    next: "Give more of the id; `millrace status` lists your channels.",
  });
}

async function byId({ client, deployment }: Context, channelId: Hex): Promise<Opening> {
  const [opening] = await readOpenings(client, deployment, { channelId });
  if (opening === undefined) throw unknown(channelId);
  return opening;
}

async function notClosed({ reader }: Context, openings: readonly Opening[]): Promise<Opening[]> {
  const states = await Promise.all(openings.map(({ channelId }) => reader.channel(channelId)));
  return openings.filter((_, index) => states[index]?.closed === false);
}

function startingWith(openings: readonly Opening[], text: string): Opening[] {
  const beginning = text.replace("…", "").toLowerCase();
  return openings.filter(({ channelId }) => channelId.startsWith(beginning));
}

function unknown(found: string): MillraceError {
  return new MillraceError("There is no such channel.", {
    code: "channel-unknown",
    found,
    next: "List your channels with `millrace status`, or open one with `millrace open`.",
  });
}
