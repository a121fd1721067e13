import { anyone, type ContractAccess, OWNED, only, UNAUTHORIZED } from "./rule.ts";

const EMISSIONS: ContractAccess = {
  accrue: [only(["staking"], "NotAuthorized", "before stake moves; credits what was earned until now")],
  settleFall: [
    only(["staking", "quality", "nodes"], "NotAuthorized", "before what fell grows again; credits what is left of it"),
  ],
  noteFall: [only(["quality"], "NotAuthorized", "before a tier falls")],
  noteNodes: [only(["nodes"], "NotAuthorized", "after nodes have changed; looks at the tier")],
  claim: [anyone("credits an operator and its delegators what they have earned")],
  poke: [anyone("the same, and has the operators weigh what they weigh now")],
};

const FEE_AUCTION: ContractAccess = {
  setTokenTerms: [only(["governance"], UNAUTHORIZED, "of lots opened from now on")],
  collect: [anyone("protocol fees of operators, into the lot of this epoch")],
  bid: [anyone("with the caller's own MILL, once the lot's epoch is over")],
  bidWithPermit: [anyone("the same, with the caller's permit or its allowance")],
  redeem: [anyone("divides a lot of MILL, once its epoch is over")],
  claimRebates: [anyone("each operator's part of a pot, to itself")],
  burnRest: [anyone("what is left of a pot after its time")],
  ...OWNED,
};

/** Rewards for stake, and the sale of protocol fees. */
export const INCENTIVE_ACCESS = { Emissions: EMISSIONS, FeeAuction: FEE_AUCTION };
