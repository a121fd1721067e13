import type { ContractErrorName } from "viem";
import type { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import type { leaseSteps } from "./lease-steps.ts";
import type { EscrowErrorName } from "./next-steps.ts";
import type { stakeSteps } from "./stake-steps.ts";

type Known = EscrowErrorName | keyof typeof leaseSteps | keyof typeof stakeSteps;

/** What somebody can do who meets an error of the committee that the other contracts do not have too. */
export const committeeSteps: Readonly<
  Record<Exclude<ContractErrorName<typeof committeeArbitratorAbi>, Known>, string>
> = {
  CommitteeInvalid: "Name some members, and a threshold of at most their number.",
  LengthsDiffer: "Give one signature for each member.",
  NotAscending: "Members sign once each, in ascending order: `millrace arbitrator rule` puts them so.",
  NotMember: "Somebody signed who is not in the dispute's committee: `millrace arbitrator case` lists who is.",
  RuledAlready: "Nothing to do: the committee has ruled on it.",
  SignatureInvalid: "The member did not sign this ruling of this dispute; ask for its signature again.",
  TooFewSignatures: "More members sign first: `millrace arbitrator rule --merge FILE`.",
};
