/** What a buyer can claim, and the operator's contest of an outage; in the order in which the contract counts them. */
export const disputeKinds = ["wrongResult", "wrongHardware", "doubleSold", "dataMisuse", "outage"] as const;
export type DisputeKind = (typeof disputeKinds)[number];

/** The states of a dispute, in the order in which the contract counts them. */
export const disputeStates = ["none", "open", "answered", "ruled", "appealed", "decided", "ended"] as const;
export type DisputeState = (typeof disputeStates)[number];

/** What a dispute can come to, in the order in which the contract counts them. */
export const verdicts = ["none", "upheld", "rejected"] as const;
export type Verdict = (typeof verdicts)[number];
