import type { RelayerClient } from "../../sdk/relayer-client.ts";
import { payFor } from "./buyer.ts";
import type { Chain } from "./chain.ts";
import type { CrashPlan } from "./crash-plan.ts";
import type { ChannelLedger } from "./ledger.ts";
import type { Market } from "./market.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import type { PlannedRequest } from "./plan.ts";

export type Service = {
  readonly chain: Chain;
  readonly market: Market;
  readonly ledgers: readonly ChannelLedger[];
  readonly relayer: RelayerClient;
  readonly crashes: CrashPlan;
  readonly onAcknowledged: (total: number) => void;
};

/**
 * Serve all requests in the trace's order, as fast as it goes: the operator serves, the buyer signs for it, the
 * operator hands the voucher to the relayer. Resolves with the number of vouchers when all are acknowledged.
 */
export async function serveAll(requests: readonly PlannedRequest[], service: Service): Promise<number> {
  const { chain, market, ledgers, relayer, crashes, onAcknowledged } = service;
  let acknowledged = 0;
  const outboxes = market.operators.map(() =>
    openOutbox(relayer, {
      onSending: crashes.onSending,
      onAcknowledged: (count) => {
        acknowledged += count;
        onAcknowledged(acknowledged);
      },
    }),
  );
  for (const { channel, price } of requests) {
    const ledger = ledgers[channel] as ChannelLedger;
    const voucher = await payFor(chain, market.domain, ledger, price);
    await (outboxes[ledger.channel.operator] as Outbox).push(ledger, voucher);
  }
  await Promise.all(outboxes.map((outbox) => outbox.drained()));
  await crashes.quiet();
  return acknowledged;
}
