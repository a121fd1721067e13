import { expect } from "chai";
import fc from "fast-check";
import { formatAmount, maxAmount, parseAmount } from "../../sdk/amount.ts";
import { MillraceError } from "../../sdk/error.ts";

describe("sdk: amounts", () => {
  it("reads whole tokens into the smallest unit", () => {
    expect(parseAmount("12.5", 6)).to.equal(12_500_000n);
    expect(parseAmount("0.000001", 6)).to.equal(1n);
    expect(parseAmount("7", 0)).to.equal(7n);
  });

  it("writes what it reads", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxAmount }), fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        expect(parseAmount(formatAmount(amount, decimals), decimals)).to.equal(amount);
      }),
    );
  });

  it("refuses what it would have to round, guess or cut off", () => {
    for (const text of ["", "1e6", "-1", "1,000", ".5", "1.", "0x10", "1.0000001", `${maxAmount}`]) {
      expect(() => parseAmount(text, 6), text)
        .to.throw(MillraceError)
        .with.property("code", "bad-amount");
    }
  });
});
