import { expect } from "chai";
import { OptionError, parseOptions } from "../../scripts/simulate/options.ts";
import { priceLimit } from "../../scripts/simulate/price-limit.ts";
import { characterNames } from "../../scripts/simulate/scene.ts";
import { runScript } from "../support/run-script.ts";

describe("the simulation of the mechanism", () => {
  it("refuses options that make no sense, with what was found and what is expected", () => {
    for (const args of [
      ["--epochs", "3"],
      ["--operators", "0"],
      ["--mill-price", "0"],
      ["--mill-price", "cheap"],
    ]) {
      expect(() => parseOptions(args), args.join(" ")).to.throw(OptionError, "expected");
    }
    expect(parseOptions(["--mill-price", "10"]).millPrice).to.equal(10);
  });

  it("takes the price up to which buying a score loses from the tier that is cheapest to buy", async () => {
    const settings: Readonly<Record<string, number>> = {
      ...{ protocolFeeBps: 200, stakeDiscount3Bps: 0, rebateShareBps: 5_000, maxYieldBps: 5, stakeValueCents: 1_000 },
      ...{ tier1ServedTimes: 100, tier1MultiplierBps: 10_000 },
      ...{ tier2ServedTimes: 10, tier2MultiplierBps: 10_000 },
      ...{ tier3ServedTimes: 1_000, tier3MultiplierBps: 10_000 },
    };
    // 10 V of 10 dollars cost 2 dollars of fees, half of which comes back; 2,000 MILL earn 90 in 90 days.
    const limit = await priceLimit(async (id) => settings[id] as number);
    expect(Math.abs(limit - 1 / 90)).to.be.lessThan(1e-9);
  });

  it("@slow ends with balanced books and no character above honest work", async () => {
    const args = ["--json", "--seed", "3", "--epochs", "45", "--operators", "6"];
    const { code, stdout, stderr } = await runScript("scripts/simulate.ts", args);
    expect(code, stderr).to.equal(0);
    const { profit, books, supply } = JSON.parse(stdout);
    expect(Object.keys(profit)).to.have.members([...characterNames]);
    for (const name of characterNames) {
      expect(profit[name].capital, name).to.be.greaterThan(0);
      expect(profit[name].actions, name).to.be.greaterThan(0);
      expect(profit[name].profit, name).to.be.at.most(profit.honestReliable.profit);
    }
    expect(profit.washTrader.profit).to.be.lessThan(0);
    expect(profit.scoreBuyer.profit).to.be.lessThan(0);
    expect(books.unaccounted).to.deep.equal({ tUSD: "0", MILL: "0" });
    expect(BigInt(supply.minted) <= BigInt(supply.scheduled)).to.equal(true);
  });
});
