import { type Address, encodeAbiParameters, getAddress, type Hex, keccak256, toHex } from "viem";

/** The EIP-712 domain that every signature for one deployment of Escrow is bound to. */
export type EscrowDomain = {
  readonly name: "Millrace";
  readonly version: "1";
  readonly chainId: number;
  readonly verifyingContract: Address;
};

const typeHash = keccak256(toHex("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"));
const nameHash = keccak256(toHex("Millrace"));
const versionHash = keccak256(toHex("1"));

export function escrowDomain(chainId: number, escrow: Address): EscrowDomain {
  return { name: "Millrace", version: "1", chainId, verifyingContract: getAddress(escrow) };
}

const separators = new Map<string, Hex>();

/** The domain's separator. Constant for a deployment, so it is hashed once for each. */
export function domainSeparator(domain: EscrowDomain): Hex {
  const key = `${domain.chainId}:${domain.verifyingContract}`;
  const known = separators.get(key);
  if (known !== undefined) return known;
  const separator = keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }, { type: "address" }],
      [typeHash, nameHash, versionHash, BigInt(domain.chainId), domain.verifyingContract],
    ),
  );
  separators.set(key, separator);
  return separator;
}
