import { expect } from "chai";
import { MillraceError } from "../../sdk/error.ts";
import { type BaseUnit, formatQuantity, parseQuantity } from "../../sdk/quantity.ts";

describe("quantities with units", () => {
  it("come out in the base unit, exactly", () => {
    const cases: [string, BaseUnit, bigint][] = [
      ["200 bps", "bps", 200n],
      ["2 %", "bps", 200n],
      ["0.25 %", "bps", 25n],
      ["1 day", "seconds", 86_400n],
      ["1.5 hours", "seconds", 5_400n],
      ["30 minutes", "seconds", 1_800n],
      ["600,000,000 MILL", "MILL wei", 600_000_000n * 10n ** 18n],
      ["0.000000000000000001 MILL", "MILL wei", 1n],
    ];
    for (const [text, base, expected] of cases) expect(parseQuantity(text, base), text).to.equal(expected);
  });

  it("are refused when they have no unit, another kind of unit, or no whole base units", () => {
    const cases: [string, BaseUnit][] = [
      ["200", "bps"],
      ["2 days", "bps"],
      ["0.001 %", "bps"],
      ["-1 day", "seconds"],
      ["1,00 days", "seconds"],
      ["0.0000000000000000001 MILL", "MILL wei"],
    ];
    for (const [text, base] of cases) {
      expect(() => parseQuantity(text, base), text)
        .to.throw(MillraceError)
        .with.property("code", "bad-quantity");
    }
  });

  it("are shown in the largest unit in which they are whole, and read back as the same", () => {
    const cases: [bigint, BaseUnit, string][] = [
      [300n, "bps", "3 %"],
      [5n, "bps", "0.05 %"],
      [86_400n, "seconds", "1 day"],
      [5_400n, "seconds", "90 minutes"],
      [59n, "seconds", "59 seconds"],
      [0n, "seconds", "0 seconds"],
      [8n, "times", "8 times"],
      [1_500n, "units", "1,500 units"],
      [600_000_000n * 10n ** 18n, "MILL wei", "600,000,000 MILL"],
      [5n * 10n ** 17n, "MILL wei", "0.5 MILL"],
    ];
    for (const [amount, base, text] of cases) {
      expect(formatQuantity(amount, base)).to.equal(text);
      expect(parseQuantity(text, base), text).to.equal(amount);
    }
  });
});

describe("a quantity written for people", () => {
  const written: readonly (readonly [bigint, BaseUnit, string])[] = [
    [0n, "bps", "0 %"],
    [10n, "bps", "0.1 %"],
    [250n, "bps", "2.5 %"],
    [10_000n, "bps", "100 %"],
    [86_400n, "seconds", "1 day"],
    [5_400n, "seconds", "90 minutes"],
    [61n, "seconds", "61 seconds"],
    [2n * 10n ** 17n, "MILL wei", "0.2 MILL"],
    [210_000_000n * 10n ** 18n, "MILL wei", "210,000,000 MILL"],
    [1n, "times", "1 time"],
    [4_000n, "units", "4,000 units"],
  ];

  it("is short, and read back as the same number", () => {
    for (const [amount, unit, text] of written) {
      expect(formatQuantity(amount, unit)).to.equal(text);
      expect(parseQuantity(text, unit)).to.equal(amount);
    }
  });
});
