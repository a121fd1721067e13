import { anyone, type ContractAccess, OWNED, only, UNAUTHORIZED } from "./rule.ts";

const byLeases = (note: string) => [only(["leases"], "NotAuthorized", note)];
const byDisputes = (note: string) => [only(["disputes"], "NotAuthorized", note)];
const WIRE = [only(["wirer"], "NotAuthorized", "once and for ever")];

const STAKING: ContractAccess = {
  stake: [anyone("the caller's own MILL, as its own stake")],
  requestThaw: [anyone("the caller's own stake, as far as it is free")],
  withdraw: [anyone("the caller's own request, once it has matured")],
  setCommission: [anyone("the caller's own, a higher one after the notice")],
  noteMinted: [only(["emissions"], "NotAuthorized", "what it has just minted to Staking")],
  addRewards: [only(["emissions"], "NotAuthorized", "out of the MILL that it has minted to Staking")],
  delegate: [anyone("the caller's own MILL, behind an operator")],
  requestUndelegate: [anyone("the caller's own delegation")],
  withdrawDelegation: [anyone("the caller's own request, once it has matured")],
  lock: byLeases("bond and required stake of a lease"),
  extendBond: byLeases("more bond for a lease that is extended"),
  unlock: byLeases("what is left of them"),
  compensate: byLeases("out of the lease's bond, for its buyer"),
  payCompensation: [anyone("to its buyer, once it is payable")],
  takeDisputeBond: byDisputes("from whoever opens or appeals, within its allowance"),
  creditDisputeBond: byDisputes("out of the bonds that it has taken"),
  freeze: byDisputes("what the fault could take"),
  release: byDisputes("what a dispute froze"),
  book: byDisputes("a slash of what a dispute froze"),
  payOut: [anyone("of a booked slash, to whom it is owed; the rest is burned")],
  contest: byDisputes("a compensation for an outage"),
  endContest: byDisputes("pays or returns it"),
  withdrawCredit: [anyone("what the caller was credited")],
  wire: WIRE,
};

const NODES: ContractAccess = {
  setClass: [only(["governance"], UNAUTHORIZED, "for nodes registered or renewed from now on")],
  register: [only(["operator"], "NotAuthorized", "whom the attestors name")],
  renew: [anyone("with a fresh attestation of the same node")],
  retire: [only(["operator"], "NotAuthorized", "while no units are leased")],
  lease: byLeases("reserves units"),
  free: byLeases("frees units"),
  wire: WIRE,
  wireEmissions: WIRE,
  ...OWNED,
};

const ATTESTORS: ContractAccess = {
  setAttestors: [only(["governance"], UNAUTHORIZED, "all of them, and how many must sign")],
  ...OWNED,
};

const QUALITY: ContractAccess = {
  setTokenWeight: [only(["governance"], UNAUTHORIZED, "what a payment token counts for")],
  record: byLeases("once per lease"),
  refresh: [anyone("brings a tier up to date")],
  wire: WIRE,
  wireEmissions: WIRE,
  ...OWNED,
};

/** Stake, nodes and records. */
export const STAKE_ACCESS = { Staking: STAKING, Nodes: NODES, Attestors: ATTESTORS, Quality: QUALITY };
