import { expect } from "chai";
import fc from "fast-check";
import { senderPolicy } from "../../../relayer/config/policies.ts";
import { settingsSchema } from "../../../relayer/config/settings.ts";
import { expectedFeePerGas, type PayingClaim, worthSettling } from "../../../relayer/core/worth.ts";

const gwei = 10n ** 9n;
/** 3,000 of a token with six decimals per coin. */
const coinPrice = 3_000_000_000n;
const claim = (pays: bigint, more: Partial<PayingClaim> = {}): PayingClaim => ({
  pays,
  coinPrice,
  urgent: false,
  ...more,
});

describe("what is worth its gas", () => {
  // At 1 gwei a claim takes 12,000 gwei, which are 0.036 tokens; alone, with its transaction, 42,000 gwei or 0.126.
  it("keeps a claim alone from the very unit that pays all of it", () => {
    expect(worthSettling([[claim(126_000n)]], gwei)).to.have.length(1);
    expect(worthSettling([[claim(125_999n)]], gwei)).to.deep.equal([]);
  });

  it("keeps beside a large claim each that is worth what it adds, and no other", () => {
    const large = claim(10_000_000n);
    expect(worthSettling([[large, claim(36_000n), claim(35_999n)], [claim(1n)]], gwei)).to.deep.equal([
      [large, claim(36_000n)],
    ]);
  });

  it("always keeps what a deadline demands and what has no price, and then asks of others only what they add", () => {
    for (const free of [claim(1n, { urgent: true }), claim(1n, { coinPrice: undefined })]) {
      expect(worthSettling([[free], [claim(36_000n), claim(35_999n)]], gwei)).to.deep.equal([[free], [claim(36_000n)]]);
    }
  });

  it("never settles for less than the gas, whatever the claims", () => {
    const claims = fc.array(fc.array(fc.bigInt({ min: 1n, max: 400_000n }), { minLength: 1, maxLength: 6 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(claims, fc.bigInt({ min: 0n, max: 5n * gwei }), (amounts, feePerGas) => {
        const kept = worthSettling(
          amounts.map((group) => group.map((pays) => claim(pays))),
          feePerGas,
        );
        const count = kept.flat().length;
        const gas = BigInt(22_000 + 8_000 * kept.length + 12_000 * count);
        const settled = kept.flat().reduce((sum, { pays }) => sum + pays, 0n);
        if (count > 0) expect((settled * 10n ** 18n) / coinPrice + BigInt(count) >= gas * feePerGas).to.equal(true);
      }),
    );
  });

  it("expects to pay the base fee and the smaller of the tips", () => {
    expect(expectedFeePerGas(10n, 3n, 2n)).to.equal(12n);
    expect(expectedFeePerGas(10n, 1n, 2n)).to.equal(11n);
  });

  describe("by the setting coinPrice", () => {
    const token = (symbol: string, digit: string, decimals: number) =>
      ({ symbol, address: `0x${digit.repeat(40)}`, decimals }) as const;
    const tokens = [token("USDC", "1", 6), token("EURX", "2", 18)];
    const contracts = { Parameters: tokens[0]?.address ?? "0x", Escrow: tokens[1]?.address ?? "0x" } as const;
    const pricesFor = (coinPrice?: string) => {
      const settings = settingsSchema.parse({ rpcUrl: "http://127.0.0.1:1", deployment: "file", coinPrice });
      const policy = senderPolicy(settings, { network: "test", chainId: 1, block: 0, contracts, tokens: [...tokens] });
      return tokens.map(({ address }) => policy.coinPriceOf(address));
    };

    it("is one figure for all tokens, in each token's own units, or one for each that is named, or none", () => {
      expect(pricesFor("3000")).to.deep.equal([3_000_000_000n, 3_000n * 10n ** 18n]);
      expect(pricesFor("EURX=2700.5")).to.deep.equal([undefined, 27_005n * 10n ** 17n]);
      expect(pricesFor()).to.deep.equal([undefined, undefined]);
    });

    it("stops the start when it names a token that is not there, is zero, or is no amount", () => {
      expect(() => pricesFor("DOGE=1")).to.throw("The deployment has no such payment token.");
      expect(() => pricesFor("0")).to.throw("The price of the coin cannot be zero.");
      expect(() => pricesFor("a lot")).to.throw("expected an amount in whole tokens");
    });
  });
});
