/** What the addresses file names, and the artifact that each is made of. */
export const CONTRACTS: Readonly<Record<string, string>> = {
  MillToken: "MillToken",
  Parameters: "Parameters",
  Escrow: "Escrow",
  Staking: "Staking",
  Attestors: "Attestors",
  Nodes: "Nodes",
  Quality: "Quality",
  Offers: "Offers",
  Leases: "Leases",
  Emissions: "Emissions",
  FeeAuction: "FeeAuction",
  Disputes: "Disputes",
  Committee: "CommitteeArbitrator",
  AppealCommittee: "CommitteeArbitrator",
  Lens: "Lens",
};
