/** Who is told apart by the contracts; everybody else is a stranger. */
export const PARTIES = {
  payer: "the channel's payer, the lease's buyer, or the owner of a balance that signed",
  operator: "the operator of the channel, node or lease",
  key: "a key that the operator named for its offers and leases",
  beneficiary: "whom the operator named to receive its earnings",
  controller: "a contract that Escrow was wired with",
  feeCollector: "the contract that Escrow was wired with to take the protocol's fees",
  wirer: "the deployer, once",
  leases: "Leases, where other contracts were wired with it",
  disputes: "Disputes, where other contracts were wired with it",
  emissions: "the contract that Staking was wired with to bring rewards",
  staking: "Staking, where other contracts were wired with it",
  nodes: "Nodes, where other contracts were wired with it",
  quality: "Quality, where other contracts were wired with it",
  governor: "the governor, where the timelock was wired with it",
  timelock: "the timelock, which a proposal acts through",
  proposer: "who made the proposal",
  court: "the arbitrator that has the dispute",
  governance: "the owner of the contract",
  nextGovernance: "whom governance is being handed to",
  guardian: "the guardian",
  minter: "the contract that MILL was wired with",
  relayer: "whom the operator named to carry its vouchers",
  stranger: "anyone else",
} as const;

export type Party = keyof typeof PARTIES;

/** Who may call a function, in one situation. */
export type Rule = {
  /** The situation, where a function has several. */
  readonly when?: string;
  readonly may: "anyone" | readonly Party[];
  readonly note: string;
  /** The error that everybody else gets. */
  readonly refused?: string;
  /** The errors of parties that get another one; empty for a refusal without one. */
  readonly otherwise?: Readonly<Partial<Record<Party, string>>>;
  /** The error that even the entitled get while everything is paused. */
  readonly whilePaused?: string;
};

/** Rules of the functions that write. Every function that isn't here must be a view, which anyone may call. */
export type ContractAccess = Readonly<Record<string, readonly Rule[]>>;

export const anyone = (note: string, more: Partial<Rule> = {}): Rule => ({ may: "anyone", note, ...more });
export const only = (may: readonly Party[], refused: string, note: string, more: Partial<Rule> = {}): Rule => ({
  may,
  refused,
  note,
  ...more,
});

/** The refusal of a contract with an owner. */
export const UNAUTHORIZED = "OwnableUnauthorizedAccount";

/** What every contract with an owner has. */
export const OWNED: ContractAccess = {
  transferOwnership: [only(["governance"], UNAUTHORIZED, "in force when the other accepts")],
  acceptOwnership: [only(["nextGovernance"], UNAUTHORIZED, "takes over governance")],
  renounceOwnership: [only(["governance"], UNAUTHORIZED, "leaves everything that it governs as it is for ever")],
};
