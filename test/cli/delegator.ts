import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import { type Actor, type Stage, startStage } from "./support/people.ts";
import { registerNode } from "./support/register-node.ts";

const MILL = 10n ** 18n;
const DAY = 86_400;

/** A delegator leaves while the operator's leases are disputed. */
describe("cli: a delegation that disputes have frozen @slow", () => {
  let s: Stage;
  let buyer: Actor;
  let operator: Actor;
  let delegator: Actor;
  let maturesAt: number;
  let leases: string[];
  const dispute = async (leaseId: string): Promise<void> => {
    const claim = ["--kind", "data-misuse", "--evidence", s.file("report.txt"), "--place", "https://example.org"];
    await buyer.json("dispute", "open", leaseId, ...claim, "--yes");
  };
  const withdraw = (...args: string[]) => delegator.run("delegator", "withdraw", ...args);

  before(async () => {
    s = await startStage();
    [buyer, operator, delegator] = [await s.newActor(), await s.newActor(), await s.newActor()];
    await s.giveMill(operator.address, 10_000n * MILL);
    await s.giveMill(delegator.address, 1_000n * MILL);
    await s.giveMill(buyer.address, 5_000n * MILL);
    await s.giveFree(buyer, 10_000n * 1_000_000n);
    await writeFile(s.file("report.txt"), "what was seen");
    await registerNode(s, operator);
    await operator.json("operator", "offer", "make", "2", "--out", s.file("offer.json"), "--yes");
    const offer = s.file("offer.json");
    const opened = await buyer.json("lease", "open", offer, offer, "--units", "1000", "--duration", "20d", "--yes");
    leases = opened.leases.map(({ leaseId }: { leaseId: string }) => leaseId);
    for (const leaseId of leases) await operator.json("operator", "lease", "start", leaseId, "--yes");
    await delegator.json("delegator", "delegate", operator.address, "1000", "--yes");
    await delegator.json("delegator", "undelegate", operator.address, "400", "--yes");
    await s.pass(14 * DAY);
    const [{ thaws }] = (await delegator.json("delegator", "status")).positions;
    maturesAt = Number(thaws[0].maturesAt);
  });

  after(() => s?.chain.stop());

  it("brings all of it and warns of nothing while no dispute is open", async () => {
    const { stdout } = await withdraw("--dry-run");
    expect(stdout)
      .to.match(/arrives +400 MILL/)
      .and.not.include("LEFT BEHIND");
    expect((await delegator.json("delegator", "withdraw", "--dry-run")).leftBehind).to.deep.equal([]);
  });

  it("says what would be left behind and burned, and until when waiting keeps it", async () => {
    await dispute(leases[0] as string);
    const { stdout } = await withdraw("--dry-run");
    expect(stdout).to.match(/arrives +200 MILL/);
    expect(stdout).to.match(/LEFT BEHIND +about 200 MILL of request 0 .*: frozen by open disputes, burned/);
    const keptFrom = new Date((maturesAt + 28 * DAY) * 1_000).toISOString().slice(0, 19).replace("T", " ");
    expect(stdout).to.include("wait until the disputes end").and.include(`from ${keptFrom} UTC on you take all of it`);
    const [left] = (await delegator.json("delegator", "withdraw", "--dry-run")).leftBehind;
    expect(left).to.include({ tokens: String(200n * MILL), keptFrom: String(maturesAt + 28 * DAY) });
  });

  it("is not taken out while all of it is frozen, as that would only burn it", async () => {
    await dispute(leases[1] as string);
    const { code, stdout } = await withdraw("--yes");
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/LEFT BEHIND +all of request 0/)
      .and.include("Nothing to do");
    expect(await s.millOf(delegator.address)).to.equal(0n);
    const [{ thaws }] = (await delegator.json("delegator", "status")).positions;
    expect(thaws).to.have.length(1);
  });

  it("is whole two thaw periods after the request has matured, whatever is disputed", async () => {
    await s.toTime(maturesAt + 28 * DAY);
    const { stdout } = await withdraw("--yes");
    expect(stdout).to.not.include("LEFT BEHIND");
    expect(await s.millOf(delegator.address)).to.equal(400n * MILL);
  });
});
