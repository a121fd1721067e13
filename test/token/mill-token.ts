import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const MILL = 10n ** 18n;

/** A token of our own whose minter the test may wire. */
async function token() {
  const w = await loadFixture(world);
  const genesis = [{ recipient: w.stranger.address, amount: 600_000_000n * MILL }];
  return { ...w, mill: await ethers.deployContract("MillToken", [genesis, w.deployer.address]) };
}

describe("MillToken", () => {
  it("starts with the genesis supply and no minter", async () => {
    const { mill, stranger } = await token();
    expect(await mill.totalSupply()).to.equal(600_000_000n * MILL);
    expect(await mill.balanceOf(stranger.address)).to.equal(600_000_000n * MILL);
    expect(await mill.minter()).to.equal(ZeroAddress);
  });

  it("is minted by the one minter that the deployer names once, never above the cap", async () => {
    const { mill, deployer, relayer, attacker, stranger } = await token();
    const wire = (by: typeof deployer, to: string) => mill.connect(by).getFunction("wireMinter")(to);
    const mint = (by: typeof deployer, amount: bigint) =>
      mill.connect(by).getFunction("mint")(stranger.address, amount);
    await expect(wire(attacker, attacker.address)).to.be.revertedWithCustomError(mill, "NotWirer");
    await expect(wire(deployer, ZeroAddress)).to.be.revertedWithCustomError(mill, "ZeroAddress");
    await expect(mint(deployer, 1n)).to.be.revertedWithCustomError(mill, "NotMinter");
    await wire(deployer, relayer.address);
    await expect(wire(deployer, attacker.address)).to.be.revertedWithCustomError(mill, "AlreadyWired");
    await mint(relayer, 400_000_000n * MILL);
    await expect(mint(relayer, 1n)).to.be.revertedWithCustomError(mill, "CapExceeded");
  });

  it("is burned by its holder alone", async () => {
    const { mill, stranger, attacker } = await token();
    const burn = (by: typeof stranger, amount: bigint) => mill.connect(by).getFunction("burn")(amount);
    await burn(stranger, MILL);
    expect(await mill.totalSupply()).to.equal(599_999_999n * MILL);
    await expect(burn(attacker, 1n)).to.be.revertedWithCustomError(mill, "ERC20InsufficientBalance");
  });

  it("counts votes by timestamp, from delegation on (V-01)", async () => {
    const { mill, stranger, attacker } = await token();
    expect(await mill.getFunction("CLOCK_MODE")()).to.equal("mode=timestamp");
    await mill.connect(stranger).getFunction("delegate")(stranger.address);
    const snapshot = BigInt(await time.latest());
    await time.increase(10);
    await mill.connect(stranger).getFunction("transfer")(attacker.address, 100n * MILL);
    await mill.connect(attacker).getFunction("delegate")(attacker.address);
    await time.increase(10);
    expect(await mill.getFunction("getPastVotes")(attacker.address, snapshot)).to.equal(0n);
    expect(await mill.getFunction("getPastVotes")(stranger.address, snapshot)).to.equal(600_000_000n * MILL);
  });
});
