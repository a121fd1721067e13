import type { Address, Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { addValues, dayOf, fadeDown, fadeUp } from "../../sdk/quality-math.ts";
import { readSettingAt, readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";

/** The faults of a record, in the order in which the contract counts them. */
export const recordFaults = ["none", "noShow", "outage", "abandoned", "proven"] as const;

/** One lease in the record. Values in reference units of 18 decimals. */
export type RecordLine = {
  readonly leaseId: Hex;
  readonly fault: (typeof recordFaults)[number];
  readonly goodValue: bigint;
  readonly badValue: bigint;
  /** Timestamp, s. */
  readonly at: bigint;
  /** What good and bad were after it, computed here and as the event says. */
  readonly good: bigint;
  readonly bad: bigint;
  readonly goodOnChain: bigint;
  readonly badOnChain: bigint;
};

export type ReplayedRecord = {
  readonly lines: readonly RecordLine[];
  /** Faded until `now`. */
  readonly good: bigint;
  readonly bad: bigint;
  readonly served: bigint;
  /** Timestamp (s) of the first record; undefined without one. */
  readonly since: bigint | undefined;
};

/** Good and bad of an operator from the events of its leases, each faded by whole days at the rates of then. */
export async function replayRecord(context: Context, operator: Address, now: bigint): Promise<ReplayedRecord> {
  const { client, deployment } = context;
  const events = await readContractEvents(client, contractsOf(deployment).quality, "Recorded", { operator });
  const lines: RecordLine[] = [];
  let [good, bad, served] = [0n, 0n, 0n];
  for (const event of events) {
    const { leaseId, fault, goodValue, badValue, good: goodOnChain, bad: badOnChain } = event.args;
    const { timestamp: at } = await client.getBlock({ blockNumber: event.blockNumber });
    const days = dayOf(at) - dayOf(lines.at(-1)?.at ?? at);
    good = addValues(fadeDown(good, await readSettingAt(client, deployment, "goodFadeBps", event), days), goodValue);
    bad = addValues(fadeUp(bad, await readSettingAt(client, deployment, "badFadeBps", event), days), badValue);
    served += goodValue;
    const line = { leaseId, fault: recordFaults[fault] ?? "none", goodValue, badValue, at };
    lines.push({ ...line, good, bad, goodOnChain, badOnChain });
  }
  const fades = await readSettings(client, deployment, ["goodFadeBps", "badFadeBps"]);
  const days = dayOf(now) - dayOf(lines.at(-1)?.at ?? now);
  return {
    lines,
    good: fadeDown(good, fades.goodFadeBps, days),
    bad: fadeUp(bad, fades.badFadeBps, days),
    served,
    since: lines[0]?.at,
  };
}
