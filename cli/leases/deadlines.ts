import type { LeaseFacts } from "./facts.ts";

/** A step that is possible, or will be. Timestamps in seconds; `from` is the first, `until` the last at which it is. */
export type Possible = {
  readonly who: "buyer" | "operator" | "anyone";
  readonly step: string;
  readonly from?: bigint;
  readonly until?: bigint;
};

/** What can be done with a lease in its state, now or later, and by whom. */
export function possibleSteps({ found, slot, isByTime, channel, releasableAt }: LeaseFacts): Possible[] {
  const { terms } = found;
  const { bound, offer } = terms;
  const claimableUntil = BigInt(slot.endedAt + bound.claimWindowSeconds) - 1n;
  if (slot.state === "open") {
    const startBy = BigInt(bound.openedAt + offer.startWindowSeconds);
    return [
      { who: "operator", step: "start", until: startBy },
      { who: "buyer", step: "cancel", until: startBy },
      { who: "anyone", step: "no-show", from: startBy + BigInt(bound.noShowDelaySeconds) },
    ];
  }
  if (slot.state === "running") {
    const lastSecond = BigInt(slot.endsAt) - 1n;
    const extend: Possible[] =
      slot.outcome === "reclaimed" ? [] : [{ who: "buyer", step: "extend", until: lastSecond }];
    return [
      { who: "buyer", step: "stop", until: lastSecond },
      ...(releasableAt === undefined
        ? []
        : [{ who: "operator", step: "release", from: releasableAt, until: lastSecond } as const]),
      ...extend,
      { who: "buyer", step: "report-outage" },
      ...(slot.claim === "none" ? [{ who: "buyer", step: "dispute" } as const] : []),
      { who: "anyone", step: "complete", from: BigInt(slot.endsAt) },
    ];
  }
  // What was not signed for comes back only with this, also once the lease is final.
  const close: Possible[] =
    isByTime || channel.closed ? [] : [{ who: "anyone", step: "close the channel", from: channel.closesAt }];
  if (slot.state !== "ended") return close;
  const wasRunning = slot.startedAt !== 0;
  return [
    ...(wasRunning ? [{ who: "buyer", step: "report-outage", until: claimableUntil } as const] : []),
    ...(wasRunning && slot.claim === "none" ? [{ who: "buyer", step: "dispute", until: claimableUntil } as const] : []),
    ...(slot.claim === "pending" ? [] : [{ who: "anyone", step: "finalize", from: claimableUntil + 1n } as const]),
    ...close,
  ];
}
