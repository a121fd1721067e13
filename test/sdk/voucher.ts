import { expect } from "chai";
import { type Hex, hashTypedData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { channelIdOf, channelIdOfTerms, plainTerms, saltOf } from "../../sdk/channel.ts";
import { closeDigest, closeTypes } from "../../sdk/close.ts";
import { escrowDomain } from "../../sdk/domain.ts";
import { MillraceError } from "../../sdk/error.ts";
import { compactSignature, expandSignature } from "../../sdk/signature.ts";
import { recoverVoucherSigner, signVoucher, toClaim, voucherDigest, voucherTypes } from "../../sdk/voucher.ts";
import { voucherBatchDigestOf, voucherBatchTypes } from "../../sdk/voucher-batch.ts";

const domain = escrowDomain(31337, "0x5fbdb2315678afecb367f032d93f642f64180aa3");
const operator = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const token = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
const vouchers = [
  { operator, token, salt: 0n, cumulative: 0n },
  { operator, token, salt: 1n, cumulative: 123_456n },
  { operator, token, salt: 2n ** 160n - 1n, cumulative: 2n ** 96n - 1n },
] as const;

describe("sdk: vouchers", () => {
  it("hashes a voucher as a wallet does", () => {
    for (const message of vouchers) {
      const reference = hashTypedData({ domain, types: voucherTypes, primaryType: "Voucher", message });
      expect(voucherDigest(domain, message)).to.equal(reference);
    }
  });

  it("hashes an array of vouchers as a wallet does", () => {
    const message = { vouchers };
    const reference = hashTypedData({ domain, types: voucherBatchTypes, primaryType: "VoucherBatch", message });
    expect(voucherBatchDigestOf(domain, vouchers)).to.equal(reference);
  });

  it("hashes a close as a wallet does", () => {
    const message = { channelId: `0x${"ab".repeat(32)}` as Hex, cumulative: 42n };
    const reference = hashTypedData({ domain, types: closeTypes, primaryType: "Close", message });
    expect(closeDigest(domain, message)).to.equal(reference);
  });

  it("binds the hash to chain and contract", () => {
    const [voucher] = vouchers;
    const otherChain = escrowDomain(1, domain.verifyingContract);
    const otherEscrow = escrowDomain(31337, operator);
    const digests = [domain, otherChain, otherEscrow].map((each) => voucherDigest(each, voucher));
    expect(new Set(digests).size).to.equal(3);
  });

  it("recovers who signed, and someone else when a word differs", async () => {
    const signer = privateKeyToAccount(generatePrivateKey());
    const signature = await signVoucher(signer, domain, vouchers[1]);
    expect(await recoverVoucherSigner(domain, vouchers[1], signature)).to.equal(signer.address);
    expect(await recoverVoucherSigner(domain, vouchers[2], signature)).not.to.equal(signer.address);
  });

  it("puts a voucher into the three words of a claim, from which it can be read back", async () => {
    for (const voucher of vouchers) {
      const signature = await signVoucher(privateKeyToAccount(generatePrivateKey()), domain, voucher);
      const claim = toClaim(voucher, signature);
      expect(claim.saltAndCumulative >> 96n).to.equal(voucher.salt);
      expect(BigInt.asUintN(96, claim.saltAndCumulative)).to.equal(voucher.cumulative);
      expect(expandSignature(claim)).to.equal(signature);
    }
  });

  it("takes a compact signature as it is, and refuses high s, a strange v and a wrong length", async () => {
    const signature = await signVoucher(privateKeyToAccount(generatePrivateKey()), domain, vouchers[1]);
    const compact = compactSignature(signature);
    expect(compactSignature(`${compact.r}${compact.vs.slice(2)}`)).to.deep.equal(compact);

    const r = signature.slice(2, 66);
    const s = signature.slice(66, 130);
    const highS = `0x${r}${"f".repeat(64)}1b` as Hex;
    const strangeV = `0x${r}${s}1d` as Hex;
    const short = `0x${r}` as Hex;
    for (const bad of [highS, strangeV, short]) {
      expect(() => compactSignature(bad))
        .to.throw(MillraceError)
        .with.property("code", "bad-signature");
    }
  });
});

describe("sdk: channel ids", () => {
  const terms = plainTerms({ payer: operator, operator, token, signer: operator, nonce: 7n });

  it("names a channel by operator, token, signer and salt", () => {
    expect(channelIdOfTerms(terms)).to.equal(channelIdOf({ ...terms, salt: saltOf(terms) }));
  });

  it("gives another id when any of the terms differs", () => {
    const other = token;
    const variants = [
      terms,
      { ...terms, payer: other },
      { ...terms, controller: other },
      { ...terms, operator: other },
      { ...terms, token: operator },
      { ...terms, signer: other },
      { ...terms, nonce: 8n },
    ] as const;
    expect(new Set(variants.map(channelIdOfTerms)).size).to.equal(variants.length);
  });
});
