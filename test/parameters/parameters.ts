import { expect } from "chai";
import { encodeBytes32String as id } from "ethers";
import { ethers, networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;
const DAY = 86_400n;
const FEE = id("protocolFeeBps");

describe("Parameters", () => {
  it("changes a setting within its bounds, its step and its time", async () => {
    const { parameters, deployer, attacker } = await loadFixture(world);
    const set = (value: bigint, by = deployer) => parameters.connect(by).set(FEE, value);
    await expect(set(300n, attacker)).to.be.revertedWithCustomError(parameters, "OwnableUnauthorizedAccount");
    await expect(set(200n)).to.be.revertedWithCustomError(parameters, "SettingUnchanged").withArgs(FEE, 200n);
    await expect(set(301n))
      .to.be.revertedWithCustomError(parameters, "SettingStepTooLarge")
      .withArgs(FEE, 200n, 301n, 100n);
    const { maximum } = await parameters.setting(FEE);
    await expect(set(maximum + 1n)).to.be.revertedWithCustomError(parameters, "SettingOutOfBounds");
    await expect(set(300n)).to.emit(parameters, "SettingChanged").withArgs(FEE, 200n, 300n);
    expect(await parameters.value(FEE)).to.equal(300n);
    const soonest = BigInt(await time.latest()) + 7n * DAY;
    await time.setNextBlockTimestamp(soonest - 1n);
    await expect(set(200n)).to.be.revertedWithCustomError(parameters, "SettingChangedTooSoon").withArgs(FEE, soonest);
    await time.setNextBlockTimestamp(soonest);
    await set(200n);
  });

  it("says before a vote what would refuse a change", async () => {
    const { parameters } = await loadFixture(world);
    await parameters.check(FEE, 250n);
    await expect(parameters.check(FEE, 100_000n)).to.be.revertedWithCustomError(parameters, "SettingOutOfBounds");
    await expect(parameters.value(id("nonsense"))).to.be.revertedWithCustomError(parameters, "SettingUnknown");
  });

  it("refuses a table that contradicts itself", async () => {
    const { parameters, deployer } = await loadFixture(world);
    const setting = { id: id("a"), value: 5n, minimum: 0n, maximum: 10n, maxStep: 10n, minIntervalSeconds: 0n };
    const deploy = (settings: object[], relations: object[] = []) =>
      ethers.deployContract("Parameters", [deployer.address, deployer.address, settings, relations]);
    await expect(deploy([setting, setting])).to.be.revertedWithCustomError(parameters, "SettingDefinedTwice");
    await expect(deploy([{ ...setting, value: 11n }])).to.be.revertedWithCustomError(parameters, "SettingOutOfBounds");
    const settings = [setting, { ...setting, id: id("b"), value: 4n }];
    const relations = [{ greater: id("a"), summands: [id("b")], strict: true }];
    const ruled = await deploy(settings, relations);
    const set = (name: string, value: bigint) => ruled.getFunction("set")(id(name), value);
    await expect(set("b", 5n)).to.be.revertedWithCustomError(parameters, "RelationBroken").withArgs(0n, 5n, 5n);
    await expect(set("a", 4n)).to.be.revertedWithCustomError(parameters, "RelationBroken").withArgs(0n, 4n, 4n);
    await set("a", 6n);
    await set("b", 5n);
    await expect(deploy(settings, [{ ...relations[0], summands: [id("a"), id("b")] }])).to.be.revertedWithCustomError(
      parameters,
      "RelationBroken",
    );
  });

  it("lets no dispute outlast the two thaw periods for which it can hold compensation back", async () => {
    const { parameters } = await loadFixture(world);
    const settingOf = (name: string) => parameters.value(id(name));
    // The most that rulings and appeals may last, then more than that.
    await parameters.set(id("rulingSeconds"), 7n * DAY);
    await time.increase(7n * DAY);
    await parameters.set(id("rulingSeconds"), 9n * DAY);
    await parameters.set(id("appealSeconds"), 4n * DAY);
    await time.increase(7n * DAY);
    await parameters.set(id("appealSeconds"), 5n * DAY);
    await time.increase(7n * DAY);
    await expect(parameters.set(id("appealSeconds"), 6n * DAY)).to.be.revertedWithCustomError(
      parameters,
      "RelationBroken",
    );
    await expect(parameters.set(id("thawSeconds"), 13n * DAY)).to.be.revertedWithCustomError(
      parameters,
      "RelationBroken",
    );
    const windows = ["answerSeconds", "rulingSeconds", "appealSeconds", "appealRulingSeconds"];
    const longest = (await Promise.all(windows.map(settingOf))).reduce((sum, seconds) => sum + seconds);
    expect(longest <= 2n * (await settingOf("thawSeconds"))).to.equal(true);
  });

  it("keeps the copy that scores and tiers are computed from", async () => {
    const { parameters } = await loadFixture(world);
    const names =
      parameters.interface.getFunction("qualityTerms").outputs[0]?.components?.map(({ name }) => name) ?? [];
    expect(names.length).to.equal(19);
    const agree = async () => {
      const terms: readonly bigint[] = await parameters.qualityTerms();
      expect([...terms]).to.deep.equal(await Promise.all(names.map((name) => parameters.value(id(name)))));
    };
    await agree();
    for (const name of names) {
      const { value, maxStep, maximum } = await parameters.setting(id(name));
      const step = name.endsWith("FadeBps") ? 1n : maxStep;
      const next = value + step <= maximum ? value + step : value - step;
      await parameters.set(id(name), next);
    }
    await agree();
  });

  it("lists payment tokens that have code (P-31)", async () => {
    const { parameters, stranger, millToken } = await loadFixture(world);
    await expect(parameters.setPaymentToken(stranger.address, true)).to.be.revertedWithCustomError(
      parameters,
      "TokenWithoutCode",
    );
    const mill = await millToken.getAddress();
    const listed = await parameters.isPaymentToken(mill);
    await expect(parameters.setPaymentToken(mill, listed)).to.be.revertedWithCustomError(
      parameters,
      "PaymentTokenUnchanged",
    );
    await parameters.setPaymentToken(mill, !listed);
    expect((await parameters.paymentTokens()).includes(mill)).to.equal(!listed);
  });

  it("lets the guardian pause each action for a bounded time and then not again for a while", async () => {
    const { parameters, guardian, attacker } = await loadFixture(world);
    const asGuardian = parameters.connect(guardian);
    await expect(parameters.connect(attacker).pause(0)).to.be.revertedWithCustomError(parameters, "NotGuardian");
    await asGuardian.pause(0);
    const [lasts, rests] = [await parameters.value(id("pauseSeconds")), await parameters.value(id("pauseRestSeconds"))];
    const until = BigInt(await time.latest()) + lasts;
    expect(await parameters.pausedUntil(0)).to.equal(until);
    await expect(asGuardian.pause(0))
      .to.be.revertedWithCustomError(parameters, "PausedTooSoon")
      .withArgs(0n, until + rests);
    await asGuardian.unpause(0);
    await expect(asGuardian.unpause(0)).to.be.revertedWithCustomError(parameters, "NotPaused");
    await expect(asGuardian.pause(0)).to.be.revertedWithCustomError(parameters, "PausedTooSoon");
    await time.setNextBlockTimestamp(until + rests);
    await asGuardian.pause(0);
  });
});
