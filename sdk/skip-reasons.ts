/** Why a claim paid nothing, in the order of `IEscrow.SkipReason`. */
export const skipReasons = [
  "bad signature",
  "unknown channel",
  "closed",
  "by amount",
  "stale",
  "overdrawn",
  "overflow",
] as const;
