import type { Hex } from "viem";
import { createGrouped } from "../core/grouped.ts";
import type { Database, Row } from "./database.ts";
import { type AccountInToken, type KnownBalance, readBalances } from "./standing.ts";
import { readChannelViews } from "./views.ts";

/** What is asked most often. Each answer is of the database as it is after the question came. */
export type GroupedReads = {
  readonly channel: (channelId: Hex) => Promise<Row | undefined>;
  readonly balance: (question: AccountInToken) => Promise<KnownBalance | undefined>;
};

/**
 * Questions that come while a statement runs are answered by the next one, all together: a statement costs about as much
 * as thirty answers. Nothing is remembered, so other instances on the same database need not be told of.
 */
export function createGroupedReads(db: Database): GroupedReads {
  const limits = { groupSize: 500, parallel: 1 };
  const channels = createGrouped((ids: readonly Hex[]) => readChannelViews(db, ids), limits);
  const balances = createGrouped((questions: readonly AccountInToken[]) => readBalances(db, questions), limits);
  return {
    channel: async (channelId) => (await channels.submit([channelId]))[0],
    balance: async (question) => (await balances.submit([question]))[0],
  };
}
