import type { Hex } from "viem";
import { type ChannelKnowledge, judge } from "../core/judge.ts";
import type { Refusal } from "../core/refusal.ts";
import type { HighestVoucher, SignedVoucher } from "../core/voucher.ts";
import type { Database, Sql } from "../store/database.ts";
import { readHead } from "../store/head.ts";
import { readChannels, type StoredChannel } from "../store/read-channels.ts";
import { lockHighest, storeVouchers, type VoucherToStore } from "../store/store-vouchers.ts";

export type IntakeResult =
  | { readonly kind: "stored"; readonly voucher: SignedVoucher; readonly deposited: bigint; readonly settled: bigint }
  | {
      readonly kind: "duplicate";
      readonly voucher: SignedVoucher;
      readonly deposited: bigint;
      readonly settled: bigint;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export type IntakePolicy = { readonly depositConfirmations: number; readonly closeMarginSeconds: number };

/**
 * Judge and store vouchers in one transaction. Those of one channel are judged in their order, each against the highest
 * before it. The head is locked, so that the chain's copy and the vouchers agree with each other.
 */
export function commitVouchers(
  db: Database,
  vouchers: readonly SignedVoucher[],
  policy: IntakePolicy,
): Promise<IntakeResult[]> {
  const ids = [...new Set(vouchers.map((voucher) => voucher.channelId))].sort();
  return db.transaction(async (sql) => {
    const head = await readHead(sql, "for share");
    if (head === undefined) return vouchers.map(unknownChannel);
    const channels = await readChannels(sql, ids, head.number - policy.depositConfirmations);
    const highest = await lockHighest(sql, ids);
    const judgement = { chainTime: head.timestamp, closeMarginSeconds: policy.closeMarginSeconds };
    const toStore = new Map<Hex, VoucherToStore>();
    const results = vouchers.map((voucher): IntakeResult => {
      const channel = channels.get(voucher.channelId);
      if (channel === undefined) return unknownChannel(voucher);
      const verdict = judge(voucher, knowledgeOf(channel, highest.get(voucher.channelId)), judgement);
      if (verdict.kind === "refused") return verdict;
      const { deposited, settled } = channel.state;
      if (verdict.kind === "duplicate") return { kind: "duplicate", voucher, deposited, settled };
      highest.set(voucher.channelId, voucher);
      toStore.set(voucher.channelId, { voucher, state: channel.state });
      return { kind: "stored", voucher, deposited, settled };
    });
    const overtaken = await store(sql, toStore);
    return overtaken.size === 0 ? results : results.map((result) => correct(result, overtaken));
  });
}

function knowledgeOf(channel: StoredChannel, highest: HighestVoucher | undefined): ChannelKnowledge {
  return { state: channel.state, confirmedDeposit: channel.confirmedDeposit, highest };
}

function unknownChannel(voucher: SignedVoucher): IntakeResult {
  return {
    kind: "refused",
    refusal: { code: "unknown_channel", channelId: voucher.channelId, signer: voucher.signer },
  };
}

/**
 * Store, and return what is higher instead. Another instance may have inserted the first voucher of a channel after we
 * found none to lock; the statement's own condition then kept ours out.
 */
async function store(sql: Sql, entries: ReadonlyMap<Hex, VoucherToStore>): Promise<Map<Hex, HighestVoucher>> {
  if (entries.size === 0) return new Map();
  const sorted = [...entries.values()].sort((a, b) => (a.voucher.channelId < b.voucher.channelId ? -1 : 1));
  const stored = await storeVouchers(sql, sorted);
  const kept = [...entries.keys()].filter((id) => !stored.has(id)).sort();
  return kept.length === 0 ? new Map() : lockHighest(sql, kept);
}

function correct(result: IntakeResult, overtaken: ReadonlyMap<Hex, HighestVoucher>): IntakeResult {
  if (result.kind !== "stored") return result;
  const { channelId, cumulative } = result.voucher;
  const highest = overtaken.get(channelId);
  if (highest === undefined) return result;
  if (highest.cumulative === cumulative) return { ...result, kind: "duplicate" };
  return { kind: "refused", refusal: { code: "lower_cumulative", channelId, settled: result.settled, highest } };
}
