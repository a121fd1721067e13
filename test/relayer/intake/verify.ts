import { expect } from "chai";
import fc from "fast-check";
import { type Hex, hashTypedData, keccak256 } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { keccak } from "../../../relayer/intake/keccak.ts";
import { recover } from "../../../relayer/intake/recover.ts";
import { submissionSchema } from "../../../relayer/intake/submission.ts";
import { createVerifier } from "../../../relayer/intake/verify.ts";
import { channelIdOf } from "../../../sdk/channel.ts";
import { escrowDomain } from "../../../sdk/domain.ts";
import { compactSignature } from "../../../sdk/signature.ts";
import { signVoucher, voucherTypes } from "../../../sdk/voucher.ts";

const hexOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => `0x${Buffer.from(array).toString("hex")}` as Hex);
const address = hexOf(20);
const domain = escrowDomain(31_337, "0x5FbDB2315678afecb367f032d93F642f64180aa3");
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe("the native hot path against viem", () => {
  it("hashes any bytes as viem does, also in turns", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(keccak(bytes).toString("hex")).to.equal(keccak256(bytes).slice(2));
      }),
      { numRuns: 300 },
    );
  });

  it("recovers signer and channel of any voucher as viem does, from 65 and from 64 bytes", async () => {
    const property = fc.asyncProperty(
      address,
      address,
      fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }),
      fc.bigInt({ min: 1n, max: 2n ** 96n - 1n }),
      fc.boolean(),
      async (operator, token, salt, cumulative, compact) => {
        const account = privateKeyToAccount(generatePrivateKey());
        const voucher = { operator, token, salt, cumulative };
        const signature = await signVoucher(account, domain, voucher);
        const reference = hashTypedData({ domain, types: voucherTypes, primaryType: "Voucher", message: voucher });
        expect(await account.sign({ hash: reference })).to.equal(signature);
        const { r, vs } = compactSignature(signature);
        const verify = createVerifier(domain, new Set([token]));
        const sent = submissionSchema.parse({
          operator,
          token,
          salt: salt.toString(),
          cumulative: cumulative.toString(),
          signature: compact ? `${r}${vs.slice(2)}` : signature,
        });
        const verified = verify(sent);
        if (verified.kind !== "voucher") throw new Error(`refused: ${verified.refusal.code}`);
        const signer = account.address.toLowerCase() as Hex;
        expect(verified.voucher).to.deep.equal({
          ...voucher,
          signer,
          channelId: channelIdOf({ operator, token, signer, salt }),
          signature: `${r}${vs.slice(2)}`,
        });
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

describe("signatures that Escrow does not take", () => {
  const digest = Buffer.alloc(32, 7);
  const account = privateKeyToAccount(generatePrivateKey());
  let signature: Hex;
  before(async () => {
    signature = await account.sign({ hash: `0x${digest.toString("hex")}` });
  });
  const refusal = (bytes: string) => {
    const result = recover(digest, bytes as Hex);
    return "code" in result ? result.code : undefined;
  };

  it("are refused by their length", () => {
    for (const bytes of [0, 1, 63, 66, 130]) expect(refusal(`0x${"11".repeat(bytes)}`)).to.equal("signature_length");
  });

  it("are refused for an s in the upper half, with which the same signer would sign twice", () => {
    const s = order - BigInt(`0x${signature.slice(66, 130)}`);
    const v = signature.endsWith("1b") ? "1c" : "1b";
    expect(refusal(signature.slice(0, 66) + s.toString(16).padStart(64, "0") + v)).to.equal("signature_high_s");
  });

  it("are refused when they recover nobody", () => {
    const s = signature.slice(66, 130);
    expect(refusal(`0x${"00".repeat(32)}${s}1b`)).to.equal("signature_invalid");
    expect(refusal(`${signature.slice(0, 66)}${"00".repeat(32)}1b`)).to.equal("signature_invalid");
    expect(refusal(`0x${order.toString(16)}${s}1b`)).to.equal("signature_invalid");
    for (const v of ["02", "1d", "1a", "ff"])
      expect(refusal(signature.slice(0, 130) + v)).to.equal("signature_invalid");
  });

  it("may write v as 0 and 1", () => {
    const v = signature.endsWith("1b") ? "00" : "01";
    expect(refusal(signature.slice(0, 130) + v)).to.equal(undefined);
  });
});
