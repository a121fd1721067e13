import { expect } from "chai";
import { type BuiltContract, builtContract } from "../../../deploy/code/built-contract.ts";
import { matchCode } from "../../../deploy/code/match-code.ts";
import { ethers, networkHelpers, world } from "../../world.ts";

describe("the comparison of code on chain with a build", () => {
  it("finds every contract of the deployment to be what this checkout builds", async () => {
    const { deployment } = await networkHelpers.loadFixture(world);
    for (const [name, address] of Object.entries(deployment.contracts)) {
      const built = await builtContract(name.endsWith("Committee") ? "CommitteeArbitrator" : name);
      expect(matchCode(await ethers.provider.getCode(address), built).kind, name).to.equal("same");
    }
  });

  it("reads what the constructor wrote into the code, by the names of the variables", async () => {
    const { deployment, deployer } = await networkHelpers.loadFixture(world);
    const match = await matchOf("Nodes", deployment.contracts.Nodes ?? "");
    expect(
      "immutables" in match && match.immutables.map(({ name, value }) => [name, BigInt(value)]),
    ).to.have.deep.members([
      ["ATTESTORS", BigInt(deployment.contracts.Attestors ?? 0)],
      ["WIRER", BigInt(deployer.address)],
    ]);
  });

  it("sees one byte that is another, and where", async () => {
    const { code, built } = await nodes();
    const flipped = withByte(code, 1_000, (byte) => byte ^ 1);
    expect(matchCode(flipped, built)).to.deep.equal({
      kind: "other",
      detail: `the first byte that differs is 1000 of ${code.length / 2 - 1}`,
    });
  });

  it("tells other sources or settings from other instructions", async () => {
    const { code, built } = await nodes();
    // The last two bytes are the length of the metadata, whose hash begins some bytes before.
    const length = code.length / 2 - 1;
    expect(
      matchCode(
        withByte(code, length - 30, (byte) => byte ^ 1),
        built,
      ).kind,
    ).to.equal("otherSources");
  });

  it("refuses an immutable variable that is not the same in all of its places", async () => {
    const { code, built } = await nodes();
    const places = built.immutables.find(({ name }) => name === "WIRER")?.places ?? [];
    const [first] = places;
    expect(places.length).to.be.above(0);
    const twice: BuiltContract = {
      ...built,
      immutables: [{ name: "WIRER", type: "address", places: [...places, { start: 0, length: first?.length ?? 0 }] }],
    };
    const match = matchCode(code, twice);
    expect("detail" in match && match.detail).to.match(/^WIRER is not the same in all places/);
  });

  it("tells that there is no code, and that there is code of another length", async () => {
    const { code, built } = await nodes();
    expect(matchCode("0x", built)).to.deep.equal({ kind: "none" });
    expect(matchCode(`${code}00`, built).kind).to.equal("other");
  });
});

async function matchOf(artifact: string, address: string) {
  return matchCode(await ethers.provider.getCode(address), await builtContract(artifact));
}

async function nodes() {
  const { deployment } = await networkHelpers.loadFixture(world);
  const code = await ethers.provider.getCode(deployment.contracts.Nodes ?? "");
  return { code, built: await builtContract("Nodes") };
}

function withByte(code: string, index: number, change: (byte: number) => number): string {
  const bytes = Buffer.from(code.slice(2), "hex");
  bytes[index] = change(bytes[index] ?? 0);
  return `0x${bytes.toString("hex")}`;
}
