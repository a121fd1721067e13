import { expect } from "chai";
import hre from "hardhat";
import { bindingsResolver } from "../../deploy/bindings.ts";
import { CONTRACTS } from "../../deploy/contracts.ts";
import { areBindingsFresh } from "../../scripts/generate/sources-hash.ts";

describe("the committed bindings", () => {
  it("hold the very code that the sources give, for every contract that is deployed", async () => {
    for (const name of new Set([...Object.values(CONTRACTS), "TestUSD"])) {
      const built = await hre.artifacts.readArtifact(name);
      const bound = await bindingsResolver.loadArtifact(name);
      expect(bound.bytecode, name).to.equal(built.bytecode);
      expect(bound.abi.length, name).to.equal(built.abi.length);
    }
  });

  it("name no contract that does not exist", async () => {
    const refusal = await bindingsResolver.loadArtifact("Nothing").catch((error: unknown) => error);
    expect(refusal).to.include({ code: "bindings-incomplete", found: "Nothing" });
  });

  it("know that they are of these sources, and of no others", async () => {
    expect(await areBindingsFresh(hre.config.paths.root)).to.equal(true);
    expect(await areBindingsFresh(import.meta.dirname).catch(() => false)).to.equal(false);
  });
});
