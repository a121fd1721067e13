import type { Address } from "viem";

/** All that one operator is owed in one token and that no transaction in flight carries. */
export type DueGroup = {
  readonly operator: Address;
  readonly token: Address;
  readonly claims: number;
  /** Unsettled value, and that of the largest single channel, in the token's smallest unit. */
  readonly value: bigint;
  readonly largestChannel: bigint;
  /** Age of the oldest unsettled voucher. */
  readonly oldestSeconds: number;
  /** How many of the claims are of channels whose close was requested. */
  readonly closing: number;
};

/** When an operator's vouchers in a token are settled. */
export type BatchPolicy = {
  readonly value: bigint;
  readonly channelValue: bigint;
  readonly ageSeconds: number;
  readonly maxClaims: number;
};

export type BatchReason = "closing" | "flush" | "value" | "age" | "full";

export type ChosenGroup = DueGroup & { readonly reason: BatchReason };

/**
 * Which groups are settled now, the most urgent first. A close request comes ahead of every schedule. Groups that wait
 * are taken along when together they fill a batch.
 */
export function chooseGroups(
  due: readonly DueGroup[],
  policyOf: (token: Address) => BatchPolicy,
  flush: boolean,
): ChosenGroup[] {
  const chosen: ChosenGroup[] = [];
  const waiting: DueGroup[] = [];
  for (const group of due) {
    const reason = reasonToSettle(group, policyOf(group.token), flush);
    if (reason === undefined) waiting.push(group);
    else chosen.push({ ...group, reason });
  }
  const waitingClaims = waiting.reduce((sum, group) => sum + group.claims, 0);
  const fills = waiting.some((group) => waitingClaims >= policyOf(group.token).maxClaims);
  if (fills) chosen.push(...waiting.map((group) => ({ ...group, reason: "full" as const })));
  return chosen.sort((a, b) => urgency(a) - urgency(b) || b.oldestSeconds - a.oldestSeconds);
}

function reasonToSettle(group: DueGroup, policy: BatchPolicy, flush: boolean): BatchReason | undefined {
  if (group.claims === 0) return undefined;
  if (group.closing > 0) return "closing";
  if (flush) return "flush";
  if (group.value >= policy.value || group.largestChannel >= policy.channelValue) return "value";
  if (group.oldestSeconds >= policy.ageSeconds) return "age";
  if (group.claims >= policy.maxClaims) return "full";
  return undefined;
}

function urgency(group: ChosenGroup): number {
  return group.reason === "closing" ? 0 : 1;
}
