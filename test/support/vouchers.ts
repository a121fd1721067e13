import {
  AbiCoder,
  hexlify,
  keccak256,
  randomBytes,
  Signature,
  type SigningKey,
  TypedDataEncoder,
  Wallet,
  ZeroAddress,
} from "ethers";
import type { IEscrow } from "../../typechain-types/interfaces/IEscrow.ts";

/** A channel that a test has opened or is about to: its terms, its salt, and the key of its signer. */
export type Channel = {
  readonly terms: IEscrow.ChannelTermsStruct & { operator: string; token: string; payer: string };
  readonly id: string;
  readonly salt: bigint;
  readonly key: SigningKey;
};

/** Where signatures count: one chain, one Escrow. */
export type VoucherDomain = {
  readonly name: "Millrace";
  readonly version: "1";
  readonly chainId: bigint;
  readonly verifyingContract: string;
};

/** A voucher as `settle` takes it. */
export type Claim = { saltAndCumulative: bigint; r: string; vs: string };

const VOUCHER = [
  { name: "operator", type: "address" },
  { name: "token", type: "address" },
  { name: "salt", type: "uint160" },
  { name: "cumulative", type: "uint96" },
];

/** Terms of a new channel, with a random nonce and, unless given, a fresh signer; the ids are computed here by ethers alone. */
export function newChannel(
  parties: { payer: string; operator: string; token: string; controller?: string },
  key: SigningKey = Wallet.createRandom().signingKey,
  nonce: bigint = BigInt(hexlify(randomBytes(32))),
): Channel {
  const { payer, operator, token, controller = ZeroAddress } = parties;
  const signer = new Wallet(key).address;
  const coder = AbiCoder.defaultAbiCoder();
  const salted = keccak256(coder.encode(["address", "address", "uint256"], [payer, controller, nonce]));
  const salt = BigInt.asUintN(160, BigInt(salted));
  const id = keccak256(coder.encode(["address", "address", "address", "uint160"], [operator, token, signer, salt]));
  return { terms: { payer, controller, operator, token, signer, nonce }, id, salt, key };
}

/** The claim that pays `channel` up to `cumulative`, signed by its signer or by `key`. */
export function claim(domain: VoucherDomain, channel: Channel, cumulative: bigint, key = channel.key): Claim {
  const digest = TypedDataEncoder.hash(domain, { Voucher: VOUCHER }, message(channel, cumulative));
  const { r, yParityAndS } = key.sign(digest);
  return { saltAndCumulative: entry(channel, cumulative), r, vs: yParityAndS };
}

/** The signature of one key over many vouchers, for `settleBatch`. */
export function signBatch(
  domain: VoucherDomain,
  vouchers: readonly { channel: Channel; cumulative: bigint }[],
  key: SigningKey,
): { r: string; vs: string } {
  const types = { VoucherBatch: [{ name: "vouchers", type: "Voucher[]" }], Voucher: VOUCHER };
  const value = { vouchers: vouchers.map((v) => message(v.channel, v.cumulative)) };
  const { r, yParityAndS } = key.sign(TypedDataEncoder.hash(domain, types, value));
  return { r, vs: yParityAndS };
}

/** One party's signature of closing `channel` at exactly `cumulative`. */
export function signClose(domain: VoucherDomain, channel: Channel, cumulative: bigint, key: SigningKey): string {
  const types = {
    Close: [
      { name: "channelId", type: "bytes32" },
      { name: "cumulative", type: "uint96" },
    ],
  };
  const digest = TypedDataEncoder.hash(domain, types, { channelId: channel.id, cumulative });
  return Signature.from(key.sign(digest)).serialized;
}

/** `salt << 96 | cumulative` */
export function entry(channel: Channel, cumulative: bigint): bigint {
  return (channel.salt << 96n) | cumulative;
}

function message(channel: Channel, cumulative: bigint) {
  return { operator: channel.terms.operator, token: channel.terms.token, salt: channel.salt, cumulative };
}
