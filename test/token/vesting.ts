import { expect } from "chai";
import { ethers, networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const MILL = 10n ** 18n;
const YEAR = 365 * 86_400;
const START = Date.parse("2026-12-01") / 1_000;
const SHARE = 180_000_000n * MILL;

describe("the team's share of the genesis supply", () => {
  it("is in a wallet whose schedule and beneficiary are those of the network's file", async () => {
    const { vesting, millToken, team } = await loadFixture(world);
    expect(await vesting.owner()).to.equal(team.address);
    expect([await vesting.start(), await vesting.cliff(), await vesting.end()]).to.deep.equal([
      ...[BigInt(START), BigInt(START + YEAR), BigInt(START + 4 * YEAR)],
    ]);
    expect(await millToken.balanceOf(vesting)).to.equal(SHARE);
  });

  it("releases nothing before the cliff, a quarter at it, and all of it after four years, to the team alone", async () => {
    const { vesting, millToken, team, attacker } = await loadFixture(world);
    const release = () => vesting.connect(attacker)["release(address)"](millToken);
    await time.setNextBlockTimestamp(START + YEAR - 1);
    await release();
    expect(await millToken.balanceOf(team)).to.equal(0n);
    await time.setNextBlockTimestamp(START + YEAR);
    await expect(release())
      .to.emit(vesting, "ERC20Released")
      .withArgs(await millToken.getAddress(), SHARE / 4n);
    await time.setNextBlockTimestamp(START + 3 * YEAR);
    await release();
    expect(await millToken.balanceOf(team)).to.equal((SHARE * 3n) / 4n);
    await time.setNextBlockTimestamp(START + 4 * YEAR);
    await release();
    expect(await millToken.balanceOf(team)).to.equal(SHARE);
    expect(await millToken.balanceOf(attacker)).to.equal(0n);
  });

  it("does not vote while it is locked, and cannot be stopped by anyone", async () => {
    const { vesting, millToken, governance } = await loadFixture(world);
    await time.increase(1);
    expect(await millToken.getVotes(vesting)).to.equal(0n);
    expect(await millToken.delegates(vesting)).to.equal(ethers.ZeroAddress);
    await expect(vesting.connect(governance).transferOwnership(governance)).to.be.revertedWithCustomError(
      vesting,
      "OwnableUnauthorizedAccount",
    );
  });
});
