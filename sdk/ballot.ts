import { type Address, encodeAbiParameters, getAddress, type Hex, hashTypedData } from "viem";
import type { HashSigner } from "./voucher.ts";

/** How to vote, in the contract's order. */
export const supports = ["against", "for", "abstain"] as const;
export type Support = (typeof supports)[number];

/** What a voter signs for somebody else to submit. */
export type Ballot = {
  readonly proposalId: bigint;
  readonly support: Support;
  readonly voter: Address;
  /** The voter's next nonce at the governor: each ballot counts once. */
  readonly nonce: bigint;
  readonly reason: string;
  /** Positions that vote along, as {@link positionParams} writes them; `0x` for the wallet alone. */
  readonly params: Hex;
};

export type GovernorDomain = {
  readonly name: "Millrace Governor";
  readonly version: "1";
  readonly chainId: number;
  readonly verifyingContract: Address;
};

/** EIP-712 types, as wallets take them. A ballot without reason and params is a `Ballot`. */
export const ballotTypes = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
  ExtendedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "reason", type: "string" },
    { name: "params", type: "bytes" },
  ],
} as const;

export function governorDomain(chainId: number, governor: Address): GovernorDomain {
  return { name: "Millrace Governor", version: "1", chainId, verifyingContract: getAddress(governor) };
}

export function supportOf(support: Support): number {
  return supports.indexOf(support);
}

/** Whether it is signed and cast without reason and params. */
export function isPlain({ reason, params }: Pick<Ballot, "reason" | "params">): boolean {
  return reason === "" && params === "0x";
}

/** The operators whose positions vote along, each once, in the order that the governor asks for. */
export function positionParams(operators: readonly Address[]): Hex {
  if (operators.length === 0) return "0x";
  const unique = [...new Set(operators.map((operator) => getAddress(operator)))];
  const sorted = unique.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return encodeAbiParameters([{ type: "address[]" }], [sorted]);
}

/** The hash to sign. */
export function ballotDigest(domain: GovernorDomain, { support, ...rest }: Ballot): Hex {
  const message = { ...rest, support: supportOf(support) };
  if (isPlain(rest)) {
    const { proposalId, support: choice, voter, nonce } = message;
    const plain = { proposalId, support: choice, voter, nonce };
    return hashTypedData({ domain, types: { Ballot: ballotTypes.Ballot }, primaryType: "Ballot", message: plain });
  }
  const types = { ExtendedBallot: ballotTypes.ExtendedBallot };
  return hashTypedData({ domain, types, primaryType: "ExtendedBallot", message });
}

/** The voter's signature: 65 bytes r, s, v. */
export function signBallot(signer: HashSigner, domain: GovernorDomain, ballot: Ballot): Promise<Hex> {
  return signer.sign({ hash: ballotDigest(domain, ballot) });
}
