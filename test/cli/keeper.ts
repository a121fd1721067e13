import path from "node:path";
import { expect } from "chai";
import { type Address, encodeEventTopics, erc20Abi, type Hex } from "viem";
import { disputesAbi } from "../../sdk/abi/disputes.ts";
import { feeAuctionAbi } from "../../sdk/abi/fee-auction.ts";
import { parseAmount } from "../../sdk/amount.ts";
import { lotCostUp } from "../../sdk/auction-math.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { startRpcProxy } from "../relayer/support/rpc-proxy.ts";
import { runScript } from "../support/run-script.ts";
import { DAY, HOUR, MILL, type Stage, setStage } from "./support/warranty.ts";

/** Whose key keeps: nobody that the market knows. */
const keeper = "stranger" as const;

describe("millrace keeper, and millrace rewards audit", () => {
  let stage: Stage;
  let leaseId: Hex;

  /** Of four GPUs for ten hours at 10 dollars, of which the protocol has 8 tUSD. */
  async function startLease(): Promise<Hex> {
    const { json, takeOffer } = stage;
    const file = path.join(stage.chain.directory, "offer.json");
    const made = await json("operator", "operator", "offer", "make", "10", "--bond", "500", "--out", file, "--yes");
    const lease = await takeOffer({ offer: made.offer, signature: made.signature }, 4_000, 10 * HOUR);
    await json("operator", "operator", "lease", "start", lease.leaseId, "--yes");
    return lease.leaseId;
  }

  before(async () => {
    stage = await setStage();
    const { json, giveMill, attestNode } = stage;
    await giveMill("operator", 20_000n * MILL);
    await json("operator", "operator", "stake", "10000", "--yes");
    const files = await attestNode("keeper's node", 4_000);
    await json("operator", "operator", "node", "register", ...files, "--yes");
    leaseId = await startLease();
  });
  after(() => stage.chain.stop());

  const keep = (...args: string[]) => stage.json(keeper, "keeper", "--once", "--yes", ...args);
  const bidding = ["--bid-below", "1000000"];
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

  it("completes a lease, collects its fees, and finalizes it after the claim window", async () => {
    const round = did(await keep());
    expect(round).to.include(`complete ${leaseId}`);
    expect(round).to.include("collect fees in tUSD of 1 operators");
    await stage.wait(3 * DAY);
    expect(did(await keep())).to.include(`finalize ${leaseId}`);
    const state = await stage.json("buyer", "lease", "show", leaseId);
    expect(JSON.stringify(state)).to.include("final");
  });

  it("has rebates to pay once the operator has a tier: of a second lease", async () => {
    await stage.wait(3 * DAY);
    await startLease();
    await stage.wait(10 * HOUR);
    expect(did(await keep())).to.include("collect fees in tUSD of 1 operators");
  });

  it("says that it has too little MILL to buy, two hours into the sale at up to 15,625 MILL a token", async () => {
    const { timestamp } = await stage.chain.client.getBlock();
    await stage.wait(DAY - (Number(timestamp) % DAY) + 2 * HOUR);
    const { refused } = await keep(...bidding);
    const reason = /^the wallet has 0 MILL for it, and the least that is sold, 1 tUSD, costs 1\d,?\d+\.?\d* MILL$/;
    expect(refused).to.have.length(2);
    for (const each of refused) {
      expect(each.what).to.match(/^buy 1 tUSD of lot [12] at/);
      expect(each.reason).to.match(reason);
    }
  });

  it("leaves lots alone that cost more than it gives", async () => {
    await stage.giveMill(keeper, 20_000n * MILL);
    const { done, refused } = await keep("--bid-below", "10000");
    expect([...done, ...refused]).to.deep.equal([]);
  });

  it("buys as much as its MILL pays for, the rest once it has more, and has rebates paid", async () => {
    const { client, deployment } = stage.chain;
    const auction = { address: contractAt(deployment, "FeeAuction"), abi: feeAuctionAbi } as const;
    const lot = (id: bigint) => client.readContract({ ...auction, functionName: "lot", args: [id] });
    const { collected } = await lot(1n);
    const args = [stage.accounts[keeper].address] as const;
    const balance = (token: Address) =>
      client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args });

    const dry = await keep(...bidding, "--dry-run");
    expect(dry.planned).to.have.length(2);
    expect(dry.planned[0]).to.match(/^let FeeAuction take [\d.,]+ MILL for bids$/);

    const round = await keep(...bidding);
    const { unsold } = await lot(1n);
    expect(unsold).to.be.above(0n).and.below(collected);
    expect(await balance(stage.token)).to.equal(collected - unsold);
    const bought = did(round).filter((what) => what.startsWith("buy"));
    expect(bought).to.have.length(1);
    // At the price that it saw, one unit of the token more would have cost more than it had.
    const [, some = "", at = ""] = bought[0]?.match(/^buy ([\d.]+) tUSD of lot 1 at ([\d.]+) MILL per token$/) ?? [];
    const [amount, price] = [parseAmount(some, 6), parseAmount(at, 18)];
    expect(lotCostUp(amount, price, 6)).to.be.at.most(20_000n * MILL);
    expect(lotCostUp(amount + 1n, price, 6)).to.be.above(20_000n * MILL);
    expect(round.refused).to.have.length(1);

    await stage.giveMill(keeper, 10_000_000n * MILL);
    expect(did(await keep(...bidding)).filter((what) => what.startsWith("buy"))).to.have.length(2);
    expect(await balance(stage.token)).to.equal(collected + (await lot(2n)).collected);
    expect(did(await keep())).to.include("pay rebates of lot 2 to 1 operators");

    const moves = await stage.json(keeper, "export", "--mill");
    const paid = moves.reduce((sum: bigint, { out }: { out: string }) => sum + BigInt(out), 0n);
    expect(moves.map(({ kind }: { kind: string }) => kind)).to.deep.equal(["bid", "bid", "bid"]);
    expect(paid).to.equal(10_020_000n * MILL - (await balance(stage.contracts.mill.address)));
  });

  it("leaves books that the audit finds without a difference", async () => {
    const { faults, lots } = await stage.json(keeper, "rewards", "audit");
    expect(faults).to.deep.equal([]);
    expect(lots).to.have.length(2);
  });

  it("goes on when the node does not answer, or cannot answer one thing, and writes JSON, a line for each round", async () => {
    const proxy = await startRpcProxy(stage.chain.url);
    const [disputeOpened] = encodeEventTopics({ abi: disputesAbi, eventName: "DisputeOpened" });
    proxy.rule = ({ method, params }) =>
      method === "eth_getLogs" && JSON.stringify(params).includes(disputeOpened)
        ? { kind: "error", code: -32_005, message: "too many logs" }
        : undefined;
    const key = path.join(stage.chain.directory, `${keeper}.key`);
    const lines = (stdout: string) => stdout.split("\n").slice(0, -1);
    const { stdout, stderr } = await runScript(
      "cli/main.ts",
      [
        ...["keeper", "--every", "3", "--yes", "--output", "json", "--rpc", proxy.url, "--key-file", key],
        ...["--deployment", stage.chain.deploymentFile],
      ],
      {
        until: (out, err) => {
          if (lines(out).length === 1) proxy.rule = () => ({ kind: "drop" });
          if (err.includes("Looking again in 3 s.")) proxy.rule = () => undefined;
          return lines(out).length > 1;
        },
      },
    );
    await proxy.stop();
    expect(stderr).to.include("The node does not answer.");
    const [first, second] = lines(stdout).map((line) => JSON.parse(line));
    expect(first.refused).to.have.length(1);
    expect(first.refused[0].what).to.equal("look after disputes");
    expect(first.refused[0].reason).to.include("too many logs");
    expect(second.refused).to.deep.equal([]);
  });

  it("refuses what it cannot read", async () => {
    const { code, stderr } = await stage.millrace(keeper, "rewards", "audit", "--epoch", "yesterday");
    expect(code).to.equal(2);
    expect(stderr).to.include("a number of days since 1970");
    const hasty = await stage.millrace(keeper, "keeper", "--every", "0", "--yes");
    expect(hasty.code).to.equal(2);
    expect(hasty.stderr).to.include("a whole number from 1 on");
  });
});
