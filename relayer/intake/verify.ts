import type { Address, Hex } from "viem";
import { saltOf } from "../../sdk/channel.ts";
import { domainSeparator, type EscrowDomain } from "../../sdk/domain.ts";
import { voucherTypeHash } from "../../sdk/voucher.ts";
import { lower } from "../core/lower.ts";
import type { Refusal } from "../core/refusal.ts";
import type { SignedVoucher } from "../core/voucher.ts";
import { keccak } from "./keccak.ts";
import { recover } from "./recover.ts";
import type { Submission } from "./submission.ts";

export type Verified = { readonly kind: "voucher"; readonly voucher: SignedVoucher };
export type Verify = (submission: Submission) => Verified | { readonly kind: "refused"; readonly refusal: Refusal };

const zeroAddress: Address = `0x${"0".repeat(40)}`;

/**
 * The check of all that a voucher says by itself: hash, signature, signer, and whatever the sender added to be told
 * early what is wrong. Buffers are reused from call to call, since this is the hot path.
 */
export function createVerifier(domain: EscrowDomain, tokens: ReadonlySet<Address>): Verify {
  const struct = Buffer.alloc(160);
  struct.write(voucherTypeHash.slice(2), 0, "hex");
  const typed = Buffer.alloc(66);
  typed.write(`1901${domainSeparator(domain).slice(2)}`, 0, "hex");
  const channel = Buffer.alloc(128);
  const escrow = lower(domain.verifyingContract);

  const digestOf = (operator: Address, token: Address, salt: Hex, cumulative: Hex): Buffer => {
    struct.write(operator.slice(2), 44, "hex");
    struct.write(token.slice(2), 76, "hex");
    struct.write(salt.slice(2), 108, "hex");
    struct.write(cumulative.slice(2), 148, "hex");
    keccak(struct).copy(typed, 34);
    return keccak(typed);
  };

  const channelIdOf = (operator: Address, token: Address, signer: Address, salt: Hex): Hex => {
    channel.write(operator.slice(2), 12, "hex");
    channel.write(token.slice(2), 44, "hex");
    channel.write(signer.slice(2), 76, "hex");
    channel.write(salt.slice(2), 108, "hex");
    return `0x${keccak(channel).toString("hex")}`;
  };

  return (submission) => {
    const { operator, token, salt, cumulative } = submission;
    const early = contradiction(submission, domain.chainId, escrow) ?? unknownToken(token, tokens);
    if (early !== undefined) return { kind: "refused", refusal: early };
    const saltHex = fixedHex(salt, 40);
    const recovered = recover(digestOf(operator, token, saltHex, fixedHex(cumulative, 24)), submission.signature);
    if ("code" in recovered) return { kind: "refused", refusal: recovered };
    const { signer, signature } = recovered;
    if (submission.signer !== undefined && submission.signer !== signer) {
      return { kind: "refused", refusal: { code: "wrong_signer", recovered: signer, expected: submission.signer } };
    }
    const channelId = channelIdOf(operator, token, signer, saltHex);
    return { kind: "voucher", voucher: { channelId, operator, token, signer, salt, cumulative, signature } };
  };
}

/** What the sender says of its voucher that this deployment, or the voucher itself, contradicts. */
function contradiction(submission: Submission, chainId: number, escrow: Address): Refusal | undefined {
  if (submission.chainId !== undefined && submission.chainId !== chainId) {
    return { code: "wrong_chain", found: submission.chainId, expected: chainId };
  }
  if (submission.escrow !== undefined && submission.escrow !== escrow) {
    return { code: "wrong_contract", found: submission.escrow, expected: escrow };
  }
  const { payer, controller = zeroAddress, nonce, salt } = submission;
  if (payer === undefined || nonce === undefined) return undefined;
  const expected = saltOf({ payer, controller, nonce });
  return expected === salt ? undefined : { code: "salt_mismatch", found: salt, expected };
}

function unknownToken(token: Address, tokens: ReadonlySet<Address>): Refusal | undefined {
  return tokens.has(token) ? undefined : { code: "unknown_token", token };
}

function fixedHex(value: bigint, digits: number): Hex {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
