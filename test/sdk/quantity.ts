import { expect } from "chai";
import { deploymentArguments } from "../../deploy/parameters/arguments.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import { MillraceError } from "../../sdk/error.ts";
import { type BaseUnit, parseQuantity } from "../../sdk/quantity.ts";

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
});

describe("a network's parameters", () => {
  const accounts = Array.from({ length: 30 }, (_, index) => `0x${String(index + 10).repeat(20)}`);

  it("replace defaults of the table and leave its bounds", async () => {
    const local = await loadNetwork(networkFile("local"));
    const { definitions } = deploymentArguments({ ...local, settings: { protocolFeeBps: "1 %" } }, accounts);
    expect(definitions[0]).to.include({ value: 100n, minimum: 0n, maximum: 1_000n, maxStep: 100n });
  });

  it("may not set what is no setting, nor name an account that isn't there", async () => {
    const local = await loadNetwork(networkFile("local"));
    expect(() => deploymentArguments({ ...local, settings: { protocolFee: "1 %" } }, accounts))
      .to.throw(MillraceError)
      .with.property("code", "setting-unknown");
    expect(() => deploymentArguments(local, accounts.slice(0, 3)))
      .to.throw(MillraceError)
      .with.property("code", "account-missing");
  });
});
