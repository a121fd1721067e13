import { expect } from "chai";
import { OptionError, parseOptions } from "../../scripts/demo/options.ts";

describe("demo: options", () => {
  it("takes the small sample when nothing is said", () => {
    const options = parseOptions([]);
    expect(options.trace).to.match(/scripts\/samples\/inference-requests\.csv$/);
    expect(options.jobs).to.match(/scripts\/samples\/gpu-jobs\.csv$/);
    expect(options.nodes).to.match(/scripts\/samples\/gpu-nodes\.csv$/);
    expect(options).to.include({ limit: 400, jobLimit: 0, plot: undefined, json: false, keep: false, help: false });
    expect(options.crash).to.deep.equal([]);
  });

  it("reads all of them", () => {
    const files = ["--trace", "a.csv", "--jobs", "b.csv", "--nodes", "c.csv", "--plot", "d.svg"];
    const args = [...files, "--limit", "5000", "--seed", "7", "--crash", "intake,batch", "--json", "--keep"];
    expect(parseOptions(args)).to.deep.equal({
      trace: "a.csv",
      limit: 5_000,
      jobs: "b.csv",
      jobLimit: 5_000,
      nodes: "c.csv",
      plot: "d.svg",
      seed: "7",
      crash: ["intake", "batch"],
      json: true,
      keep: true,
      help: false,
    });
  });

  it("limits the traces that were given, and the sample of requests if none was", () => {
    const limits = (...args: string[]) => {
      const { limit, jobLimit } = parseOptions(args);
      return [limit, jobLimit];
    };
    expect(limits("--limit", "150")).to.deep.equal([150, 0]);
    expect(limits("--trace", "a.csv")).to.deep.equal([0, 0]);
    expect(limits("--trace", "a.csv", "--limit", "150")).to.deep.equal([150, 0]);
    expect(limits("--jobs", "b.csv", "--limit", "150")).to.deep.equal([400, 150]);
    expect(limits("--jobs", "b.csv")).to.deep.equal([400, 0]);
    expect(limits("--trace", "a.csv", "--jobs", "b.csv", "--limit", "150")).to.deep.equal([150, 150]);
  });

  it("refuses what it does not know, by name", () => {
    expect(() => parseOptions(["--plot", "picture.png"])).to.throw(OptionError, "picture.png");
    expect(() => parseOptions(["--limit", "-1"])).to.throw(OptionError);
    expect(() => parseOptions(["--limit", "many"])).to.throw(OptionError, "--limit");
    expect(() => parseOptions(["--crash", "lunch"])).to.throw(OptionError, "lunch");
    expect(() => parseOptions(["--fast"])).to.throw(OptionError, "--fast");
  });
});
