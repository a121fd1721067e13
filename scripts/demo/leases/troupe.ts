import type { PrivateKeyAccount } from "viem";
import type { Cast } from "./cast.ts";
import type { LeasePlan } from "./lease-plan.ts";
import type { OfferDesk } from "./offer-desk.ts";
import type { Place } from "./place.ts";
import type { Schedule } from "./schedule.ts";

/** All that those who play the market work with. */
export type Troupe = {
  readonly plan: LeasePlan;
  readonly cast: Cast;
  readonly place: Place;
  readonly desk: OfferDesk;
  readonly schedule: Schedule;
  /** The chain's timestamp (s) of a second of the trace. */
  readonly chainTime: (traceSecond: number) => number;
  /** The keeper whose turn it is. */
  readonly keeper: () => PrivateKeyAccount;
};
