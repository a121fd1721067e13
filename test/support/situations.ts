import { networkHelpers } from "../world.ts";
import { attestOutage } from "./attestations.ts";
import { type Courtroom, EVIDENCE, Fault, PLACE } from "./courtroom.ts";
import { DAY, HOUR, Kind, Metering, type OrderOptions, type Terms } from "./leasing.ts";

const { time } = networkHelpers;

export type NamedLease = { readonly id: string; readonly terms: Terms };

export const ON_DEMAND: OrderOptions = { units: 500 };
export const SPOT_BY_VOUCHER = (c: Courtroom): OrderOptions => ({
  units: 500,
  signer: c.otherBuyer.address,
  offer: { kind: Kind.Spot, noticeSeconds: 600, metering: Metering.ByVoucher, minSeconds: 0, graceSeconds: HOUR },
});

/** Each call by whom it is for. */
export const CALLS: Readonly<Record<string, (c: Courtroom, l: NamedLease) => Promise<unknown>>> = {
  start: (c, l) => c.leases.connect(c.operator).start(l.terms),
  cancel: (c, l) => c.leases.connect(c.buyer).cancel(l.terms),
  reportNoShow: (c, l) => c.leases.connect(c.stranger).reportNoShow(l.terms),
  settle: (c, l) => c.leases.connect(c.stranger).settle(l.terms),
  stop: (c, l) => c.leases.connect(c.buyer).stop(l.terms),
  extend: (c, l) => c.leases.connect(c.buyer).extend(l.terms, HOUR),
  allowExtension: (c, l) => c.leases.connect(c.buyer).allowExtension(l.terms, 1n, 1n),
  reclaim: (c, l) => c.leases.connect(c.operator).reclaim(l.terms),
  release: (c, l) => c.leases.connect(c.operator).release(l.terms),
  abandon: (c, l) => c.leases.connect(c.operator).abandon(l.terms),
  reportOutage: async (c, l) => {
    const { startedAt } = await c.leases.lease(l.id);
    const seen = { leaseId: l.id, from: startedAt, to: startedAt + 1n };
    return c.leases.connect(c.buyer).reportOutage(l.terms, seen, await attestOutage(c, seen));
  },
  complete: (c, l) => c.leases.connect(c.stranger).complete(l.terms),
  dispute: (c, l) => c.disputes.connect(c.buyer).open(l.terms, Fault.WrongResult, EVIDENCE, PLACE),
  finalize: (c, l) => c.leases.connect(c.stranger).finalize(l.terms),
};

/** A situation in the life of a lease: how to get there, and what every call answers: a state, or an error. */
export type Situation = {
  readonly reach: (c: Courtroom, options: OrderOptions) => Promise<NamedLease>;
  readonly answers: Readonly<Record<string, string>>;
};

const REFUSED = Object.fromEntries(Object.keys(CALLS).map((name) => [name, "WrongState"]));

async function after(seconds: number, reached: Promise<NamedLease>): Promise<NamedLease> {
  const lease = await reached;
  await time.increase(seconds);
  return lease;
}

async function then(name: string, c: Courtroom, reached: Promise<NamedLease>): Promise<NamedLease> {
  const lease = await reached;
  await CALLS[name]?.(c, lease);
  return lease;
}

const ended = (c: Courtroom, options: OrderOptions) => then("stop", c, after(2 * HOUR, c.running(options)));

export const BY_TIME: Readonly<Record<string, Situation>> = {
  unknown: {
    reach: async (c, options) => {
      const { terms } = await c.lease(options);
      const other = { ...terms, nonce: 99n };
      return { id: await c.leases.leaseIdOf(other), terms: other };
    },
    answers: Object.fromEntries(Object.keys(CALLS).map((name) => [name, "LeaseUnknown"])),
  },
  Open: {
    reach: (c, options) => c.lease(options),
    answers: { ...REFUSED, start: "→ Running", cancel: "→ Final", reportNoShow: "TooEarly" },
  },
  "Open, start window over": {
    reach: (c, options) => after(1_801, c.lease(options)),
    answers: { ...REFUSED, start: "TooLate", cancel: "TooLate", reportNoShow: "TooEarly" },
  },
  "Open, no-show due": {
    reach: (c, options) => after(1_800 + 600, c.lease(options)),
    answers: { ...REFUSED, start: "TooLate", cancel: "TooLate", reportNoShow: "→ Ended" },
  },
  Running: {
    reach: (c, options) => after(HOUR, c.running(options)),
    answers: {
      ...REFUSED,
      ...{ settle: "→ Running", stop: "→ Ended", extend: "→ Running", allowExtension: "→ Running" },
      ...{ reclaim: "WrongKind", release: "WrongMetering", abandon: "→ Ended", reportOutage: "→ Running" },
      ...{ complete: "TooEarly", dispute: "→ Running" },
    },
  },
  "Running, time up": {
    reach: (c, options) => after(10 * HOUR, c.running(options)),
    answers: {
      ...REFUSED,
      ...{ settle: "→ Running", stop: "TooLate", extend: "TooLate", allowExtension: "→ Running" },
      ...{ reclaim: "WrongKind", release: "WrongMetering", abandon: "TooLate", reportOutage: "→ Running" },
      ...{ complete: "→ Ended", dispute: "→ Running" },
    },
  },
  "Running, disputed": {
    reach: (c, options) => then("dispute", c, after(HOUR, c.running(options))),
    answers: {
      ...REFUSED,
      ...{ settle: "→ Running", stop: "→ Ended", extend: "→ Running", allowExtension: "→ Running" },
      ...{ reclaim: "WrongKind", release: "WrongMetering", abandon: "→ Ended", reportOutage: "→ Running" },
      ...{ complete: "TooEarly", dispute: "AlreadyDisputed" },
    },
  },
  Ended: {
    reach: ended,
    answers: { ...REFUSED, reportOutage: "→ Ended", dispute: "→ Ended", finalize: "TooEarly" },
  },
  "Ended, never started": {
    reach: (c, options) => then("reportNoShow", c, after(1_800 + 600, c.lease(options))),
    answers: { ...REFUSED, finalize: "TooEarly" },
  },
  "Ended, disputed": {
    reach: (c, options) => then("dispute", c, ended(c, options)),
    answers: { ...REFUSED, reportOutage: "→ Ended", dispute: "AlreadyDisputed", finalize: "DisputePending" },
  },
  "Ended, claim window closed": {
    reach: (c, options) => after(3 * DAY, ended(c, options)),
    answers: { ...REFUSED, reportOutage: "TooLate", dispute: "TooLate", finalize: "→ Final" },
  },
  Final: {
    reach: (c, options) => then("finalize", c, after(3 * DAY, ended(c, options))),
    answers: REFUSED,
  },
};

/** Where a spot lease by voucher answers differently. */
export const BY_VOUCHER: Readonly<Record<string, Situation>> = {
  Running: {
    reach: (c, options) => c.running(options),
    answers: {
      ...BY_TIME.Running?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "→ Running", release: "→ Running" },
    },
  },
  "Running, called idle": {
    reach: (c, options) => then("release", c, c.running(options)),
    answers: {
      ...BY_TIME.Running?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "→ Running", release: "TooEarly" },
    },
  },
  "Running, idle for the grace": {
    reach: (c, options) => after(HOUR, then("release", c, c.running(options))),
    answers: {
      ...BY_TIME.Running?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "→ Running", release: "→ Ended" },
    },
  },
  "Running, reclaimed": {
    reach: (c, options) => then("reclaim", c, c.running(options)),
    answers: {
      ...BY_TIME.Running?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "AlreadyReclaimed", release: "→ Running" },
      ...{ extend: "AlreadyReclaimed" },
    },
  },
  "Running, notice does not fit": {
    reach: (c, options) => after(10 * HOUR - 600, c.running(options)),
    answers: {
      ...BY_TIME.Running?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "TooLate", release: "→ Running" },
    },
  },
  "Running, time up": {
    reach: (c, options) => after(10 * HOUR, c.running(options)),
    answers: {
      ...BY_TIME["Running, time up"]?.answers,
      ...{ settle: "WrongMetering", allowExtension: "WrongKind", reclaim: "TooLate", release: "TooLate" },
    },
  },
};
