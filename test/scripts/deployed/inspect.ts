import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { inspectDeployment } from "../../../scripts/deployed/inspect.ts";
import { inspectionText } from "../../../scripts/deployed/text.ts";
import type { Deployment } from "../../../sdk/deployment.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { ethers, networkHelpers, provider, world } from "../../world.ts";

describe("npm run deployed", () => {
  it("agrees with what the deployment has just put on chain, and tells all of it", async () => {
    const { deployment, guardian, feeAuction, governance, leases, usd } = await networkHelpers.loadFixture(world);
    const found = await inspectDeployment(provider, deployment);
    expect(found.disagreements).to.deep.equal([]);
    expect(found.agrees).to.equal(true);
    expect(found.contracts.map(({ name, address }) => [name, address])).to.deep.equal(
      Object.entries(deployment.contracts),
    );
    expect(found.guardian).to.equal(guardian.address);
    expect(found.governed.map(({ owner }) => owner)).to.deep.equal(found.governed.map(() => governance.address));
    expect(found.feeCollector).to.equal(await feeAuction.getAddress());
    expect(found.controllers).to.deep.equal([await leases.getAddress()]);
    expect(found.tokens).to.deep.equal([
      { symbol: "tUSD", address: await usd.getAddress(), decimals: 6, isListed: true, weight: 10n ** 30n },
    ]);
    expect(found.genesis.holders.map(({ amount }) => amount / 10n ** 18n)).to.deep.equal([
      210_000_000n,
      210_000_000n,
      180_000_000n,
    ]);
    expect(found.quorums.map(({ name, threshold, members }) => [name, threshold, members.length])).to.deep.equal([
      ["Attestors", 2, 3],
      ["Committee", 2, 3],
      ["AppealCommittee", 2, 3],
    ]);
    expect(found.classes.map(({ name, isDefault }) => [name, isDefault])).to.deep.include(["H100", true]);
    const text = inspectionText(found);
    expect(text).to.match(/protocolFeeBps +2 % +0 % to 10 %, by 1 % every 7 days\n/);
    expect(text).to.contain(`guardian ${guardian.address}: pause`);
    expect(text).to.match(/Everything agrees .*\.$/);
  });

  it("says who may call a function, with the account that may", async () => {
    const { deployment, governance, leases, millGovernor, nodes, quality } = await networkHelpers.loadFixture(world);
    const { access } = await inspectDeployment(provider, deployment);
    const rule = (name: string) => access.find((each) => each.function === name);
    expect(rule("set")?.accounts).to.deep.equal([governance.address]);
    expect(rule("schedule")?.accounts).to.deep.equal([await millGovernor.getAddress()]);
    expect(rule("updateDelay")?.accounts).to.deep.equal([governance.address]);
    expect(rule("noteFall")?.accounts).to.deep.equal([await quality.getAddress()]);
    expect(rule("noteNodes")?.accounts).to.deep.equal([await nodes.getAddress()]);
    expect(rule("openControlled")?.accounts).to.deep.equal([await leases.getAddress()]);
    expect(rule("deposit")).to.deep.include({ may: ["anyone"], accounts: [] });
  });

  it("shows a value that governance changed beside its default, and agrees", async () => {
    const { deployment, parameters } = await networkHelpers.loadFixture(world);
    await parameters.set(encodeBytes32String("protocolFeeBps"), 250n);
    const found = await inspectDeployment(provider, deployment);
    expect(found.agrees).to.equal(true);
    const fee = found.settings.find(({ id }) => id === "protocolFeeBps");
    expect(fee).to.deep.include({ value: 250n, text: "2.5 %", default: "2 %", isDefault: false });
    expect(fee?.changedAtSeconds).to.be.above(0);
  });

  it("follows a hand-over: whom governance goes to, contract by contract", async () => {
    const { deployment, parameters, nodes, governor } = await networkHelpers.loadFixture(world);
    await parameters.transferOwnership(governor);
    const half = await inspectDeployment(provider, deployment);
    expect(half.disagreements.map(({ where, what }) => `${where} ${what}`)).to.deep.equal(
      ["Attestors", "Nodes", "Quality", "FeeAuction", "Disputes", "Committee", "AppealCommittee"].map(
        (name) => `${name} owner`,
      ),
    );
    expect(await nodes.pendingOwner()).to.equal(ethers.ZeroAddress);
    expect(inspectionText(half)).to.contain(`handed to ${governor.address}, who has not accepted yet`);
  });

  it("names a contract whose code is another, and what was wired to it", async () => {
    const { deployment } = await networkHelpers.loadFixture(world);
    const { Offers = "0x", Nodes = "0x" } = deployment.contracts;
    const swapped: Deployment = { ...deployment, contracts: { ...deployment.contracts, Offers: Nodes, Nodes: Offers } };
    const { agrees, disagreements } = await inspectDeployment(provider, swapped);
    expect(agrees).to.equal(false);
    const said = disagreements.map(({ where, what }) => `${where} ${what}`);
    expect(said).to.include.members(["Offers code", "Nodes code", "Leases OFFERS (code)", "Leases NODES (code)"]);
    expect(said).to.include("Quality NODES (code)");
  });

  it("finds one byte of code that was changed", async () => {
    const { deployment } = await networkHelpers.loadFixture(world);
    const { Staking = "0x" } = deployment.contracts;
    const code = await ethers.provider.getCode(Staking);
    await networkHelpers.setCode(Staking, `${code.slice(0, 2_000)}ff${code.slice(2_002)}`);
    const { disagreements } = await inspectDeployment(provider, deployment);
    expect(disagreements).to.deep.equal([
      {
        where: "Staking",
        what: "code",
        found: `the first byte that differs is 999 of ${code.length / 2 - 1}`,
        expected: "what this checkout builds",
      },
    ]);
  });

  it("finds a wire in storage that leads elsewhere", async () => {
    const { deployment, attacker } = await networkHelpers.loadFixture(world);
    const { Leases = "0x", Disputes } = deployment.contracts;
    await networkHelpers.setStorageAt(Leases, 1, BigInt(attacker.address));
    const { disagreements } = await inspectDeployment(provider, deployment);
    expect(disagreements).to.deep.equal([
      { where: "Leases", what: "_disputes (storage)", found: attacker.address, expected: Disputes },
    ]);
  });

  it("finds a payment token that is listed beside those of the file, and one that no longer is", async () => {
    const { deployment, parameters, usd, millToken } = await networkHelpers.loadFixture(world);
    await parameters.setPaymentToken(millToken, true);
    await parameters.setPaymentToken(usd, false);
    const { disagreements } = await inspectDeployment(provider, deployment);
    expect(disagreements.map(({ where, found, expected }) => [where, found, expected])).to.deep.equal([
      ["tUSD", "not listed", "listed"],
      ["Parameters", await millToken.getAddress(), "none but those of the file"],
    ]);
  });

  it("refuses a node of another chain, and a chain that has none of it", async () => {
    const { deployment } = await networkHelpers.loadFixture(world);
    const elsewhere = await inspectDeployment(provider, { ...deployment, chainId: 1 }).catch((error: unknown) => error);
    expect((elsewhere as MillraceError).code).to.equal("wrong-chain");
    const [Escrow, Parameters] = [
      "0x00000000000000000000000000000000000000e1",
      "0x00000000000000000000000000000000000000e2",
    ] as const;
    const empty = { ...deployment, contracts: { ...deployment.contracts, Escrow, Parameters } };
    const error = await inspectDeployment(provider, empty).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(MillraceError);
    expect((error as MillraceError).found).to.equal(
      `no code at ${Parameters} (Parameters), no code at ${Escrow} (Escrow)`,
    );
  });
});
