import type { ContractErrorName } from "viem";
import type { attestorsAbi } from "../../sdk/abi/attestors.ts";
import type { nodesAbi } from "../../sdk/abi/nodes.ts";
import type { qualityAbi } from "../../sdk/abi/quality.ts";
import type { stakingAbi } from "../../sdk/abi/staking.ts";
import type { EscrowErrorName } from "./next-steps.ts";

type StakeErrorName = ContractErrorName<typeof stakingAbi | typeof nodesAbi | typeof qualityAbi | typeof attestorsAbi>;

/** What somebody can do who meets an error of Staking, Nodes, Quality or Attestors that Escrow does not have too. */
export const stakeSteps: Readonly<Record<Exclude<StakeErrorName, EscrowErrorName>, string>> = {
  AttestationDiffers: "Renew with an attestation of the same operator, hardware, class and units.",
  AttestationExpired: "Ask the attestors for a fresh attestation, then `millrace operator node renew`.",
  AttestationOutdated: "Ask the attestors for an attestation that lasts longer than the last one.",
  AttestorInvalid: "Give signatures of different attestors of this deployment, over exactly this attestation.",
  AttestorsInvalid: "The threshold is at least 1 and at most the number of attestors, 64 at most.",
  ClassInvalid: "Required stake and least bond are above zero, the subsidy at most 100 %.",
  ClassUnknown: "Name a class that `millrace operator calculator --help` lists.",
  CommissionTooHigh: "Name a commission of at most 100 %.",
  CompensationIsContested: "A contest is open, or was: each compensation is contested once. Wait for its end.",
  CompensationNotContestable: "Only what an outage brought can be contested.",
  CompensationNotContested: "Nothing to do: no contest of it is open.",
  CompensationNotPayable: "Wait until the time that is shown: compensation is paid a thaw period after it is booked.",
  CompensationUnknown: "Nothing to do: there is no such compensation, or it has been paid. `millrace operator status`.",
  DisputeBondsExceeded: "This is a mistake of the deployment: `millrace doctor` compares it with the chain.",
  HardwareActive: "This hardware is registered already; retire that node first, or renew it.",
  InsufficientShares: "Take out at most your shares; `millrace delegator status` shows them.",
  InsufficientStake: "Use at most what is free: bonds and required stake wait until leases are final. Or stake more.",
  NodeNotActive: "The node is retired; register it anew.",
  NodeUnknown: "List your nodes with `millrace operator node list`.",
  NothingToPayOut: "All is paid out, or the bucket of slashes has to refill: try again later.",
  OwnableInvalidOwner: "Name an owner that is not zero.",
  OwnableUnauthorizedAccount: "Only governance can do this.",
  PositionTooSmall: "Enter with at least the amount that is shown.",
  SlashFrozenAlready: "This is a mistake of the deployment: `millrace doctor` compares it with the chain.",
  SlashNotBooked: "Only a slash that a ruling has booked is paid out; `millrace explain slash` shows its state.",
  SlashNotFrozen: "Nothing to do: the slash is booked or released already.",
  StakeCoverTooLow: "The operator stakes more (`millrace operator stake`), or retires nodes.",
  StakeFrozen: "Wait for the open disputes to end; what they have frozen cannot leave.",
  Thawing: "Wait until the time that is shown.",
  ThawUnknown: "List what thaws: `millrace operator thaws` or `millrace delegator status`.",
  TierLimit:
    "An operator of tier 0 leases a few units at once; use fewer, or, if its record has grown, run `millrace explain tier ADDRESS --refresh`.",
  TokensBelowLeast: "It is worth less than before, since a dispute froze or a slash took some. Ask for less.",
  TooFewAttestations: "Collect signatures of more attestors, and give all their files.",
  TooFewShares: "The price of a share has changed, or the amount is too small. Look at the quote again.",
  UnitsExceeded: "Ask for at most the units that are free.",
  UnitsStillLeased: "Wait until the node's leases have ended.",
  WeightTooLarge: "Name a smaller weight.",
  ZeroUnits: "Name at least one unit, a thousandth of a GPU.",
};
