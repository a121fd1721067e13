import { type Address, encodeAbiParameters, type Hex, keccak256, zeroAddress } from "viem";

/** What names a channel; the same fields as `IEscrow.ChannelTerms`. */
export type ChannelTerms = {
  /** Who funds the channel and gets the rest back. */
  readonly payer: Address;
  /** The contract that opened it for its caller; the zero address for a plain channel. */
  readonly controller: Address;
  /** Who earns. */
  readonly operator: Address;
  readonly token: Address;
  /** Whose vouchers count. */
  readonly signer: Address;
  /** Chosen by who opens; a used one is spent for good. */
  readonly nonce: bigint;
};

/** The terms of a channel without a controller. */
export function plainTerms(terms: Omit<ChannelTerms, "controller">): ChannelTerms {
  return { ...terms, controller: zeroAddress };
}

/** The 160 bits that bind a channel to its payer, controller and nonce. */
export function saltOf(terms: Pick<ChannelTerms, "payer" | "controller" | "nonce">): bigint {
  const hash = keccak256(
    encodeAbiParameters(
      [{ type: "address" }, { type: "address" }, { type: "uint256" }],
      [terms.payer, terms.controller, terms.nonce],
    ),
  );
  return BigInt.asUintN(160, BigInt(hash));
}

/** What a voucher and its recovered signer say of a channel: enough for its id. */
export type ChannelKey = Pick<ChannelTerms, "operator" | "token" | "signer"> & { readonly salt: bigint };

/** The id under which Escrow keeps the channel. */
export function channelIdOf(key: ChannelKey): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: "address" }, { type: "address" }, { type: "address" }, { type: "uint160" }],
      [key.operator, key.token, key.signer, key.salt],
    ),
  );
}

/** The id of the channel that these terms open. */
export function channelIdOfTerms(terms: ChannelTerms): Hex {
  return channelIdOf({ ...terms, salt: saltOf(terms) });
}
