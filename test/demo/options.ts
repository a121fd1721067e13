import { expect } from "chai";
import { OptionError, parseOptions } from "../../scripts/demo/options.ts";

describe("demo: options", () => {
  it("takes the small sample when nothing is said", () => {
    const options = parseOptions([]);
    expect(options.trace).to.match(/scripts\/samples\/inference-requests\.csv$/);
    expect(options).to.include({ limit: 400, json: false, keep: false, help: false });
    expect(options.crash).to.deep.equal([]);
  });

  it("reads all of them", () => {
    const args = ["--trace", "a.csv", "--limit", "5000", "--seed", "7", "--crash", "intake,batch", "--json", "--keep"];
    expect(parseOptions(args)).to.deep.equal({
      trace: "a.csv",
      limit: 5_000,
      seed: "7",
      crash: ["intake", "batch"],
      json: true,
      keep: true,
      help: false,
    });
  });

  it("refuses what it does not know, by name", () => {
    expect(() => parseOptions(["--limit", "-1"])).to.throw(OptionError);
    expect(() => parseOptions(["--limit", "many"])).to.throw(OptionError, "--limit");
    expect(() => parseOptions(["--crash", "lunch"])).to.throw(OptionError, "lunch");
    expect(() => parseOptions(["--fast"])).to.throw(OptionError, "--fast");
  });
});
