import path from "node:path";
import { expect } from "chai";
import { DAY, HOUR, MILL, type Stage, setStage } from "./support/warranty.ts";

/** Whose key keeps: nobody that the market knows. */
const keeper = "stranger" as const;

describe("millrace keeper, and millrace rewards audit", () => {
  let stage: Stage;
  let leaseId: string;

  before(async () => {
    stage = await setStage();
    const { json, giveMill, attestNode, takeOffer } = stage;
    await giveMill("operator", 20_000n * MILL);
    await json("operator", "operator", "stake", "10000", "--yes");
    const files = await attestNode("keeper's node", 4_000);
    await json("operator", "operator", "node", "register", ...files, "--yes");
    const file = path.join(stage.chain.directory, "keepers-offer.json");
    const made = await json("operator", "operator", "offer", "make", "2", "--bond", "500", "--out", file, "--yes");
    const lease = await takeOffer({ offer: made.offer, signature: made.signature }, 4_000, 10 * HOUR);
    leaseId = lease.leaseId;
    await json("operator", "operator", "lease", "start", leaseId, "--yes");
  });
  after(() => stage.chain.stop());

  const keep = (...args: string[]) => stage.json(keeper, "keeper", "--once", "--yes", ...args);
  const did = (round: { done: { what: string }[] }) => round.done.map(({ what }) => what);

  it("has nothing to do while nothing is due, and says so", async () => {
    const { done } = await keep();
    expect(done).to.deep.equal([]);
    const { stdout } = await stage.millrace(keeper, "keeper", "--once", "--yes");
    expect(stdout).to.include("nothing to do");
  });

  it("shows in a dry run what it would send, and sends nothing", async () => {
    await stage.wait(10 * HOUR);
    const { done, planned } = await stage.json(keeper, "keeper", "--once", "--dry-run");
    expect(done).to.deep.equal([]);
    expect(planned).to.include(`complete ${leaseId}`);
  });

  it("completes a lease, finalizes it after the claim window, and collects its fees", async () => {
    expect(did(await keep())).to.include(`complete ${leaseId}`);
    await stage.wait(3 * DAY);
    const round = did(await keep());
    expect(round).to.include(`finalize ${leaseId}`);
    const state = await stage.json("buyer", "lease", "show", leaseId);
    expect(JSON.stringify(state)).to.include("final");
  });

  it("buys a lot that has become cheap enough, and has rebates paid when there are some", async () => {
    await stage.giveMill(keeper, 1_000n * MILL);
    await stage.wait(2 * DAY - HOUR);
    const round = await keep("--bid-below", "1000000");
    expect(did(round).some((what) => what.startsWith("buy lot 1"))).to.equal(true);
  });

  it("leaves books that the audit finds without a difference", async () => {
    const { faults, lots } = await stage.json(keeper, "rewards", "audit");
    expect(faults).to.deep.equal([]);
    expect(lots).to.have.length(1);
  });

  it("refuses what it cannot read", async () => {
    const { code, stderr } = await stage.millrace(keeper, "rewards", "audit", "--epoch", "yesterday");
    expect(code).to.equal(2);
    expect(stderr).to.include("a number of days since 1970");
  });
});
