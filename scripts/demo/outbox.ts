import { setTimeout as sleep } from "node:timers/promises";
import type { RelayerClient } from "../../sdk/relayer-client.ts";
import type { SignedVoucher, VoucherAnswer } from "../../sdk/relayer-vouchers.ts";
import type { ChannelLedger } from "./ledger.ts";

/** One operator's client: hands the vouchers it was paid with to the relayer, in order, and notes what was answered. */
export type Outbox = {
  /** Take a voucher; resolves at once unless too many wait already. */
  readonly push: (ledger: ChannelLedger, voucher: SignedVoucher) => Promise<void>;
  /** Resolves when the relayer has acknowledged everything. */
  readonly drained: () => Promise<void>;
};

export type OutboxEvents = {
  /** Called when a request with so many vouchers is on its way to the relayer. What it throws ends the delivery. */
  readonly onSending: (count: number) => void;
  /** So many more vouchers are acknowledged. */
  readonly onAcknowledged: (count: number) => void;
};

type Item = { readonly ledger: ChannelLedger; readonly voucher: SignedVoucher };

/** In one request. What comes in while one is on its way goes with the next. */
const mostAtOnce = 50;
const mostWaiting = 500;
/** How long a relayer may be away, or a chain's block unread by it, before the client gives up. */
const patienceMs = 180_000;

/** The relayer has not read the block with the opening or the top-up yet: the same voucher will pass soon. */
const passingCodes = new Set(["unknown_channel", "over_deposit"]);

export function openOutbox(relayer: RelayerClient, events: OutboxEvents): Outbox {
  const waiting: Item[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const items = waiting.splice(0, mostAtOnce);
      await deliver(relayer, items, events);
      events.onAcknowledged(items.length);
    }
    running = undefined;
  };
  return {
    push: async (ledger, voucher) => {
      waiting.push({ ledger, voucher });
      if (running === undefined) {
        running = run();
        // Told by `drained`.
        running.catch(() => undefined);
      }
      while (waiting.length > mostWaiting) await Promise.race([running, sleep(1)]);
    },
    drained: async () => {
      while (running !== undefined) await running;
    },
  };
}

/** Hand over until every item is acknowledged. */
async function deliver(relayer: RelayerClient, items: readonly Item[], events: OutboxEvents): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  let rest = items;
  for (let pauseMs = 10; rest.length > 0; pauseMs = Math.min(2 * pauseMs, 500)) {
    const sending = relayer.postVouchers(rest.map((item) => item.voucher)).then(
      (answers) => ({ answers }),
      (error: unknown) => ({ error }),
    );
    events.onSending(rest.length);
    const outcome = await sending;
    if ("answers" in outcome) rest = note(rest, outcome.answers);
    if (rest.length === 0) return;
    if (performance.now() > deadlineMs) throw failure(rest, outcome);
    await sleep(pauseMs);
  }
}

/** Note what was acknowledged; returns what has to be sent again. @throws Error when a voucher is refused for good */
function note(items: readonly Item[], answers: readonly VoucherAnswer[]): Item[] {
  const answered = items.map((item, index) => {
    const answer = answers[index];
    if (answer === undefined) throw new Error(`The relayer answered ${answers.length} of ${items.length} vouchers.`);
    return { item, answer };
  });
  for (const { item, answer } of answered) {
    const { ledger, voucher } = item;
    if (answer.kind === "accepted" && voucher.cumulative > ledger.acknowledged)
      ledger.acknowledged = voucher.cumulative;
  }
  const again: Item[] = [];
  for (const { item, answer } of answered) {
    if (answer.kind === "accepted" || isCovered(item, answer.problem.code)) continue;
    if (!passingCodes.has(answer.problem.code)) throw failure([item], { answers: [answer] });
    again.push(item);
  }
  return again;
}

/** Sent again after its answer was lost, a voucher may be lower than one that was acknowledged since. */
function isCovered({ ledger, voucher }: Item, code: string): boolean {
  return code === "lower_cumulative" && voucher.cumulative < ledger.acknowledged;
}

function failure(items: readonly Item[], outcome: { answers: readonly VoucherAnswer[] } | { error: unknown }): Error {
  const [first] = items;
  const what = `${items.length} voucher(s) were not taken, the first for channel ${first?.ledger.channel.id}`;
  if ("error" in outcome) return new Error(`${what}: the relayer does not answer.`, { cause: outcome.error });
  const refusal = outcome.answers.find((answer) => answer.kind === "refused");
  return new Error(`${what}: ${refusal === undefined ? "" : JSON.stringify(refusal.problem)}`);
}
