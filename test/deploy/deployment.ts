import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { ethers, networkHelpers, world } from "../world.ts";

describe("deployment", () => {
  it("puts code at every address that it names", async () => {
    const { deployment } = await networkHelpers.loadFixture(world);
    const addresses = [...Object.values(deployment.contracts), ...deployment.tokens.map((token) => token.address)];
    for (const address of addresses) expect(await ethers.provider.getCode(address)).to.have.length.above(2);
    expect(Object.keys(deployment.contracts)).to.deep.equal([
      ...["MillToken", "Parameters", "Escrow", "Staking", "Attestors", "Nodes", "Quality", "Offers", "Leases"],
      ...[
        "Emissions",
        "FeeAuction",
        "Disputes",
        "Committee",
        "AppealCommittee",
        "Lens",
        "MillTimelock",
        "MillGovernor",
      ],
    ]);
  });

  it("gives the genesis supply to treasury, ecosystem and the team's wallet, and nothing to the deployer", async () => {
    const { millToken, treasury, ecosystem, vesting, deployer } = await networkHelpers.loadFixture(world);
    const mill = 10n ** 18n;
    expect(await millToken.balanceOf(treasury)).to.equal(210_000_000n * mill);
    expect(await millToken.balanceOf(ecosystem)).to.equal(210_000_000n * mill);
    expect(await millToken.balanceOf(vesting)).to.equal(180_000_000n * mill);
    expect(await millToken.balanceOf(deployer)).to.equal(0n);
    expect(await millToken.totalSupply()).to.equal(600_000_000n * mill);
  });

  it("puts the table of settings on chain, in base units", async () => {
    const { parameters } = await networkHelpers.loadFixture(world);
    expect(await parameters.value(encodeBytes32String("protocolFeeBps"))).to.equal(200n);
    expect(await parameters.value(encodeBytes32String("challengePeriodSeconds"))).to.equal(86_400n);
    const { minimum, maximum, maxStep, minIntervalSeconds } = await parameters.setting(
      encodeBytes32String("pauseSeconds"),
    );
    expect([minimum, maximum, maxStep, minIntervalSeconds]).to.deep.equal([3_600n, 604_800n, 172_800n, 604_800n]);
  });

  it("lists the payment tokens of the network and no other", async () => {
    const { parameters, usd, deployment } = await networkHelpers.loadFixture(world);
    expect(await parameters.paymentTokens()).to.deep.equal([await usd.getAddress()]);
    expect(deployment.tokens).to.deep.equal([{ symbol: "tUSD", address: await usd.getAddress(), decimals: 6 }]);
  });

  it("wires Escrow to its fee collector once: not even the deployer can do it again", async () => {
    const { escrow, feeAuction, deployer, attacker } = await networkHelpers.loadFixture(world);
    expect(await escrow.feeCollector()).to.equal(await feeAuction.getAddress());
    await expect(escrow.connect(deployer).wire([attacker], attacker)).to.be.revertedWithCustomError(
      escrow,
      "AlreadyWired",
    );
    expect(await escrow.isController(attacker)).to.equal(false);
  });

  it("leaves the settings with the timelock, and pausing with the guardian", async () => {
    const { parameters, millTimelock, guardian } = await networkHelpers.loadFixture(world);
    expect(await parameters.owner()).to.equal(await millTimelock.getAddress());
    expect(await parameters.guardian()).to.equal(guardian.address);
  });
});
