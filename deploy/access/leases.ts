import { anyone, type ContractAccess, only, type Party } from "./rule.ts";

const by = (may: readonly Party[], note: string) => [only(may, "NotAuthorized", note)];
const WIRE = by(["wirer"], "once and for ever");
const PAUSED = { whilePaused: "OpeningPaused" };

const OFFERS: ContractAccess = {
  cancelOffer: [anyone("the caller's own offers of one salt")],
  cancelAllOffers: [anyone("the caller's own offers until now")],
  setKey: [anyone("a key that acts for the caller")],
  take: by(["leases"], "counts the use of an offer"),
  wire: WIRE,
};

const LEASES: ContractAccess = {
  open: [anyone("for the caller, from its own free balance, with the operator's signature", PAUSED)],
  start: by(["operator", "key"], "within the start window"),
  cancel: by(["payer"], "within the start window"),
  reportNoShow: [anyone("once the operator is too late")],
  stop: by(["payer"], "until the time is up"),
  extend: [
    only(["payer"], "ExtensionNotAllowed", "from the buyer's free balance", {
      when: "the buyer allowed nobody",
      ...PAUSED,
    }),
    anyone("from the buyer's free balance, as far as it allowed", { when: "the buyer allowed others", ...PAUSED }),
  ],
  allowExtension: by(["payer"], "up to an amount and an end; on demand"),
  reclaim: by(["operator", "key"], "spot, with the promised notice"),
  release: by(["operator", "key"], "by voucher, after the grace without one"),
  abandon: by(["operator"], "compensates the buyer"),
  reportOutage: by(["payer"], "with the attestors' signatures"),
  complete: [anyone("once the time is up")],
  finalize: [anyone("after the claim window and any ruling")],
  settle: [anyone("what a lease by time has earned until now")],
  markDisputed: by(["disputes"], "for the lease's buyer"),
  resolve: by(["disputes"], "what became of the dispute"),
  multicall: [anyone("each call counts as the caller's own")],
  wire: WIRE,
};

/** Offers and leases. */
export const LEASE_ACCESS = { Offers: OFFERS, Leases: LEASES };
