import type { AbiParameter } from "viem";
import { formatAmount } from "../../sdk/amount.ts";
import type { PaymentToken } from "../../sdk/deployment.ts";
import { disputeKinds, disputeStates } from "../../sdk/dispute.ts";
import { pausableActions } from "../../sdk/governance-calls.ts";
import { leaseStates } from "../../sdk/lease.ts";
import { meterings, offerKinds } from "../../sdk/offer.ts";
import { proposalStates } from "../../sdk/proposal.ts";
import { slashStates } from "../operator/slashes.ts";
import { money, time } from "../output/format.ts";

/** Timestamps (s) among the values of our errors. */
const times = new Set([
  ...["notBefore", "notAfter", "maturesAt", "payableAt", "expiresAt", "newest", "until", "end"],
  ...["closesAt", "beginsAt", "opensAt", "overAt", "from", "to"],
]);

/** Amounts of MILL among the values of our errors. */
const inMill: Readonly<Record<string, readonly string[]>> = {
  BondTooSmall: ["bondPerUnit", "least"],
  CostAboveLimit: ["mill", "most"],
  InsufficientStake: ["available", "needed"],
  PositionTooSmall: ["amount", "least"],
  StakeCoverTooLow: ["effective", "required"],
  StakeFrozen: ["left", "frozen"],
  TokensBelowLeast: ["tokens", "least"],
};

/** Amounts of the payment token that the error names. */
const inToken: Readonly<Record<string, readonly string[]>> = { InsufficientFreeBalance: ["free", "needed"] };

/** What the numbers of enums mean, by the type's name in the contracts. */
const enums: Readonly<Record<string, readonly string[]>> = {
  "enum IDisputes.Kind": disputeKinds,
  "enum IDisputes.State": disputeStates,
  "enum IGovernor.ProposalState": proposalStates,
  "enum ILeases.Kind": offerKinds,
  "enum ILeases.Metering": meterings,
  "enum ILeases.State": leaseStates,
  "enum IParameters.Action": pausableActions,
  "enum IStaking.SlashState": slashStates,
};

/** The states of a timelock's operation; its errors name those that were expected by a bit for each. */
const operationStates = ["unset", "waiting", "ready", "done"];

/**
 * One value of a revert, as people read it: "needed 7 tUSD", "maturesAt 2026-11-24 09:30:00 UTC", "found running".
 * @param token that the error names, if it is one of the deployment's
 */
export function valueText(
  error: string,
  { name = "", internalType = "" }: Pick<AbiParameter, "name" | "internalType">,
  value: unknown,
  token?: PaymentToken,
): string {
  const meaning = enums[internalType]?.[Number(value)];
  if (meaning !== undefined) return `${name} ${meaning}`;
  if (name === "expectedStates") {
    return `expected ${operationStates.filter((_, i) => (BigInt(String(value)) >> BigInt(i)) & 1n).join(" or ")}`;
  }
  if (typeof value === "bigint" && token !== undefined && inToken[error]?.includes(name)) {
    return `${name} ${money(value, token)}`;
  }
  if (token !== undefined && value === token.address) return `${name} ${token.symbol}`;
  if (typeof value === "bigint" && inMill[error]?.includes(name)) return `${name} ${formatAmount(value, 18)} MILL`;
  const isTime = typeof value === "bigint" && times.has(name) && value < 2n ** 40n;
  return `${name} ${isTime ? time(value) : value}`;
}
