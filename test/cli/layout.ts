import { expect } from "chai";
import fc from "fast-check";
import { duration, percent, time } from "../../cli/output/format.ts";
import { csvText, tableText } from "../../cli/output/layout.ts";
import { runwayOf } from "../../cli/runway.ts";

describe("cli: output", () => {
  it("quotes what would break a CSV file", () => {
    const table = {
      columns: ["a", "b"],
      rows: [
        ["1,5", 'say "x"'],
        ["two\nlines", "plain"],
      ],
    };
    expect(csvText(table)).to.equal('a,b\r\n"1,5","say ""x"""\r\n"two\nlines",plain');
  });

  it("puts numbers to the right and text to the left", () => {
    const text = tableText({
      columns: ["name", "left"],
      rows: [
        ["a", "1"],
        ["long", "10.5"],
      ],
    });
    expect(text.split("\n")).to.deep.equal(["  name  left", "  a        1", "  long  10.5"]);
  });

  it("says durations, rates and times with their units", () => {
    expect([0n, 59n, 90n, 3_600n, 90_000n].map(duration)).to.deep.equal([
      "0 s",
      "59 s",
      "1 min 30 s",
      "1 h",
      "1 d 1 h",
    ]);
    expect([200n, 50n].map(percent)).to.deep.equal(["2 %", "0.5 %"]);
    expect(time(0n)).to.equal("1970-01-01 00:00:00 UTC");
  });
});

describe("cli: runway", () => {
  it("knows an unused and an empty channel", () => {
    expect(runwayOf(5n, 0n, 10n)).to.deep.equal({ kind: "unused" });
    expect(runwayOf(0n, 5n, 10n)).to.deep.equal({ kind: "empty" });
  });

  it("never promises more time than the pace so far gives", () => {
    const amount = fc.bigInt({ min: 1n, max: 2n ** 96n });
    const since = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(amount, amount, since, (left, spent, seconds) => {
        const lasts = runwayOf(left, spent, seconds);
        if (lasts.kind !== "lasts") throw new Error(lasts.kind);
        expect(lasts.seconds * spent <= left * seconds && (lasts.seconds + 1n) * spent > left * seconds).to.equal(true);
      }),
    );
  });
});
