import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { stringToHex } from "viem";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { type Citizen, DAY, MILL, type Polity, startPolity } from "./support/governance.ts";

describe("cli: governance @slow", () => {
  let polity: Polity;
  let voter: Citizen;
  let staker: Citizen;
  let signer: Citizen;

  before(async () => {
    polity = await startPolity();
    voter = await polity.citizen(20_000_000n);
    staker = await polity.citizen(15_000_000n);
    signer = await polity.citizen(5_000_000n);
    await polity.stake(staker, staker.address, 4_000_000n);
    await polity.stake(staker, voter.address, 6_000_000n);
  });
  after(() => polity?.stop());

  const setting = (name: string) =>
    polity.client.readContract({
      address: polity.deployment.contracts.Parameters,
      abi: parametersAbi,
      functionName: "value",
      args: [stringToHex(name, { size: 32 })],
    });
  const propose = (by: Citizen, ...args: string[]) =>
    by.json("governance", "propose", "--description", "A test", "--yes", ...args);

  it("lists parameters with unit, bounds, value and largest step", async () => {
    const [fee] = await voter.json("governance", "parameters", "protocolFeeBps");
    expect(fee).to.include({
      unit: "bps",
      value: "200",
      minimum: "0",
      maximum: "1000",
      maxStep: "100",
      changeableNow: true,
    });
    const { stdout } = await voter.millrace("governance", "parameters");
    expect(stdout).to.match(/thawSeconds +seconds +14 days +13 days +60 days +7 days +now/);
  });

  it("refuses to propose what an account has too few votes for, until it delegates to itself", async () => {
    const refused = await voter.millrace("governance", "propose", "--description", "x", "--set", "protocolFeeBps=3 %");
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.include("at least 300,000 MILL").and.include("delegate self");
    await voter.json("governance", "delegate", "self", "--yes");
    await signer.json("governance", "delegate", "self", "--yes");
    expect(await voter.json("governance", "power")).to.include({
      wallet: String(20_000_000n * MILL),
      mayPropose: true,
    });
    const { wallet, total, positions } = await staker.json("governance", "power");
    expect([wallet, total]).to.deep.equal(["0", String(10_000_000n * MILL)]);
    expect(positions).to.have.length(2);
  });

  it("refuses a value outside its bounds, too large a step, an unknown name and another unit, with the reason", async () => {
    const cases: [string, number, string, string][] = [
      ["protocolFeeBps=20 %", 3, "SettingOutOfBounds", "from 0 % to 10 %"],
      ["protocolFeeBps=5 %", 3, "SettingStepTooLarge", "at most 1 %"],
      ["protocolFeeBps=2 %", 3, "SettingUnchanged", "another value"],
      ["pauseRestSeconds=4 days", 3, "SettingOutOfBounds", "from 14 days"],
      ["outageStep2Bps=1 %", 3, "RelationBroken", "outageStep2Bps > outageStep1Bps"],
      ["protocolFee=3 %", 2, "no such setting", "governance parameters"],
      ["protocolFeeBps=3 days", 2, "not a quantity", "bps"],
    ];
    for (const [change, code, reason, more] of cases) {
      const { code: found, stderr } = await voter.millrace(
        "governance",
        "propose",
        "--description",
        "x",
        "--set",
        change,
      );
      expect(found, stderr).to.equal(code);
      expect(stderr, change).to.include(reason).and.include(more);
    }
    const call = "Parameters.setPaymentToken(0x00000000000000000000000000000000000000ff, true)";
    const { code, stderr } = await voter.millrace("governance", "propose", "--description", "x", "--call", call);
    expect(code).to.equal(3);
    expect(stderr).to.include("TokenWithoutCode");
  });

  it("brings a proposal from proposed to executed, with wallet, staked and signed votes", async () => {
    const { id } = await propose(
      voter,
      "--set",
      "protocolFeeBps=3 %",
      "--call",
      "Nodes.setClass(8, 2000000000000000, 200000000000000, 0)",
    );
    const pending = await voter.json("governance", "show", id);
    expect(pending).to.include({ state: "pending", proposer: voter.address });
    expect(pending.description).to.equal(`A test\n\n#proposer=${voter.address}`);
    expect(pending.effects).to.deep.equal([
      { what: "setting protocolFeeBps", before: "2 %", after: "3 %" },
      {
        what: "class 8",
        before: "none",
        after: "required stake 2 MILL and least bond 0.2 MILL per GPU, subsidy 0 %",
      },
    ]);
    const twice = [
      "--set",
      "protocolFeeBps=3 %",
      "--call",
      "Nodes.setClass(8, 2000000000000000, 200000000000000, 0)",
      "--yes",
    ];
    const again = await voter.millrace("governance", "propose", "--description", "A test", ...twice);
    expect([again.code, again.stderr.includes("made before")], again.stderr).to.deep.equal([3, true]);
    const [fee] = await voter.json("governance", "parameters", "protocolFeeBps");
    expect(fee.pending).to.deep.equal([{ proposalId: id, value: "300" }]);
    expect((await voter.millrace("governance", "vote", id, "for", "--yes")).code).to.equal(3);

    await polity.pass(DAY + 1);
    expect(await voter.json("governance", "vote", "latest", "for", "--yes")).to.include({
      weight: String(20_000_000n * MILL),
    });
    const named: { operator: string }[] = (await staker.json("governance", "vote", id, "for", "--dry-run")).positions;
    const doubled = [...named, ...named].map(({ operator }) => operator).join(",");
    expect(await staker.json("governance", "vote", id, "for", "--positions", doubled, "--dry-run")).to.include({
      weight: String(10_000_000n * MILL),
    });
    const staked = await staker.json("governance", "vote", id.slice(0, 10), "for", "--reason", "cheaper", "--yes");
    expect(staked).to.include({ wallet: "0", weight: String(10_000_000n * MILL) });
    const file = path.join(signer.directory, "vote.json");
    await signer.json("governance", "vote", id, "against", "--sign-only", "--out", file);
    await voter.json("governance", "submit-vote", file, "--yes");
    const resubmitted = await voter.millrace("governance", "submit-vote", file, "--yes");
    expect(resubmitted.code).to.equal(3);
    const active = await voter.json("governance", "show", id);
    expect(active.votes).to.deep.equal({
      against: String(5_000_000n * MILL),
      for: String(30_000_000n * MILL),
      abstain: "0",
    });

    await polity.pass(7 * DAY);
    expect((await voter.millrace("governance", "execute", id, "--yes")).code).to.equal(3);
    await voter.json("governance", "queue", id, "--yes");
    const early = await voter.millrace("governance", "execute", id, "--yes");
    expect(early.code).to.equal(3);
    expect(early.stderr).to.include("TimelockUnexpectedOperationState");
    await polity.pass(2 * DAY);
    expect(await setting("protocolFeeBps")).to.equal(200n);
    await voter.json("governance", "execute", id, "--yes");
    expect(await setting("protocolFeeBps")).to.equal(300n);
    expect(await voter.json("governance", "show", id)).to.include({ state: "executed" });
    const [listed] = await voter.json("governance", "list");
    expect(listed).to.include({ id, state: "executed" });
  });

  it("refuses a change that comes too soon after the last, unless it is asked as of the execution", async () => {
    const args = ["governance", "propose", "--description", "x", "--set", "protocolFeeBps=4 %"];
    const { code, stderr } = await voter.millrace(...args);
    expect(code).to.equal(3);
    expect(stderr).to.include("SettingChangedTooSoon").and.include("not before");
    const { steps } = await voter.json(...args, "--as-of-execution", "--dry-run");
    expect(steps).to.have.length(1);
  });

  it("exports what would be signed for a Safe", async () => {
    const { stdout } = await voter.millrace("governance", "delegate", "self", "--output", "safe");
    const batch = JSON.parse(stdout);
    expect(batch).to.include({ version: "1.0", chainId: "31337" });
    expect(batch.transactions[0]).to.include({ to: polity.deployment.contracts.MillToken, value: "0" });
    const file = path.join(voter.directory, "batch.json");
    await voter.json("governance", "export", "latest", "--safe", file, "--step", "calls");
    const { transactions } = JSON.parse(await readFile(file, "utf8"));
    expect(transactions.map(({ to }: { to: string }) => to)).to.deep.equal([
      polity.deployment.contracts.Parameters,
      polity.deployment.contracts.Nodes,
    ]);
  });

  it("takes a proposal back before voting begins, by its proposer alone", async () => {
    const { id } = await propose(voter, "--set", "pauseSeconds=4 days");
    expect((await signer.millrace("governance", "cancel", id, "--yes")).code).to.equal(3);
    await voter.json("governance", "cancel", id, "--yes");
    expect(await voter.json("governance", "show", id)).to.include({ state: "canceled" });
  });

  it("lets the guardian pause and unpause, and nobody else", async () => {
    const guardian = await polity.guardian();
    const refused = await voter.millrace("governance", "guardian", "pause", "deposit", "--yes");
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.include("NotGuardian");
    await guardian.json("governance", "guardian", "pause", "deposit", "--yes");
    const paused = await voter.json("governance", "guardian", "status");
    expect(BigInt(paused.actions[0].pausedUntil) - BigInt(paused.now)).to.equal(BigInt(5 * DAY));
    await guardian.json("governance", "guardian", "unpause", "deposit", "--yes");
    expect((await guardian.millrace("governance", "guardian", "pause", "deposit", "--yes")).stderr).to.include(
      "PausedTooSoon",
    );
  });
});
