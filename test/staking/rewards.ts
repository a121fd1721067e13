import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { ethers, networkHelpers } from "../world.ts";
import { MILL, yard } from "./yard.ts";

const { loadFixture } = networkHelpers;

describe("Rewards that are credited to stake", () => {
  it("are never more than was minted for them, whatever else is sent to Staking", async () => {
    const y = await loadFixture(yard);
    const arguments_ = [await y.millToken.getAddress(), await y.parameters.getAddress(), y.deployer.address] as const;
    const staking = await ethers.deployContract("Staking", [...arguments_], y.deployer);
    const emissions = staking.connect(y.governor);
    await y.millToken.connect(y.operator).approve(staking, MaxUint256);
    await staking.connect(y.operator).stake(100n * MILL);
    await staking.wire(y.otherRelayer, y.arbitrator, y.governor);

    await y.millToken.connect(y.stranger).transfer(staking, 50n * MILL);
    await emissions.noteMinted(10n * MILL);
    await emissions.addRewards(y.operator, 7n * MILL);
    expect([await staking.ownStake(y.operator), await staking.uncredited()]).to.deep.equal([107n * MILL, 3n * MILL]);
    await expect(emissions.addRewards(y.operator, 7n * MILL))
      .to.emit(staking, "RewardsAdded")
      .withArgs(y.operator.address, 3n * MILL, 0n);
    expect([await staking.ownStake(y.operator), await staking.uncredited()]).to.deep.equal([110n * MILL, 0n]);
  });
});
