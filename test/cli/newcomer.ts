import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { contractsOf } from "../../sdk/contracts.ts";
import { type LocalChain, startLocalChain } from "../relayer/support/local-chain.ts";
import { createMarket } from "../relayer/support/market.ts";
import { type RelayerProcess, relayerHome, startRelayerHere } from "../relayer/support/relayer-process.ts";
import { runScript } from "../support/run-script.ts";
import { jsonAt, millraceAt } from "./support/in-process.ts";

describe("cli: a newcomer @slow", () => {
  let chain: LocalChain;
  let relayer: Pick<RelayerProcess, "url" | "stop">;
  let operator: string;

  before(async () => {
    chain = await startLocalChain();
    const market = await createMarket(chain);
    operator = market.newOperator().address;
    const { key } = await market.funded();
    relayer = await startRelayerHere(await relayerHome(chain, key, { MILLRACE_BATCH_AGE_SECONDS: "1" }));
  });

  after(async () => {
    await relayer?.stop();
    await chain?.stop();
  });

  const millrace = (...args: string[]) => millraceAt(chain.directory, ...args);
  const json = (...args: string[]) => jsonAt(chain.directory, ...args);

  it("comes from nothing to a settled voucher in seven commands", async () => {
    await json("init", "--rpc", chain.url, "--deployment", chain.deploymentFile, "--relayer", relayer.url);
    const { address, keystore } = await json("key", "new");
    expect(await readFile(path.join(chain.directory, keystore), "utf8")).to.include(address.slice(2).toLowerCase());
    await json("local", "fund");
    await json("deposit", "10", "--permit", "--yes");
    await json("open", operator, "5", "--yes");
    expect((await json("pay", "--add", "0.25", "--wait", "600", "--yes")).isSettled).to.equal(true);
    const status = await json("status");
    expect(status).to.include({ wallet: "990000000", free: "5000000" });
    expect(status.channels).to.have.length(1);
    expect(status.channels[0]).to.include({ phase: "open", settled: "250000", left: "4750000" });
  });

  it("has MILL from nowhere too on a local chain, as much as there is", async () => {
    const { mill } = contractsOf(chain.deployment);
    const { address } = await json("key", "address");
    const balance = () => chain.client.readContract({ ...mill, functionName: "balanceOf", args: [address] });
    await json("local", "fund", "0", "--mill", "1500.5");
    expect(await balance()).to.equal(1_500_500_000_000_000_000_000n);
    const { code, stderr } = await millrace("local", "fund", "0", "--mill", "900000000");
    expect(code).to.equal(2);
    expect(stderr).to.match(/at most [\d.]+ MILL/);
    expect(await balance()).to.equal(1_500_500_000_000_000_000_000n);
  });

  it("is sent away without --yes, and by --dry-run and calldata, with nothing sent", async () => {
    const { address } = await json("key", "address");
    const before = await chain.client.getTransactionCount({ address });
    expect((await millrace("withdraw", "1")).code).to.equal(6);
    expect((await json("withdraw", "1", "--dry-run")).dryRun).to.equal(true);
    const { stdout } = await millrace("withdraw", "1", "--output", "calldata");
    expect(stdout.trim()).to.match(/^0x[0-9a-fA-F]{40} 0x[0-9a-f]+$/);
    expect((await millrace("pay", "--add", "0.1")).code).to.equal(6);
    expect((await json("status")).channels[0].signed).to.equal("250000");
    expect(await chain.client.getTransactionCount({ address })).to.equal(before);
  });

  it("does nothing when it could not show the answer", async () => {
    expect((await millrace("pay", "--add", "0.1", "--yes", "--output", "csv")).code).to.equal(2);
    expect((await json("status")).channels[0].signed).to.equal("250000");
  });

  it("hands over no voucher when it could not say how long to wait", async () => {
    const refused = await millrace("pay", "--add", "0.1", "--wait", "soon", "--yes");
    expect([refused.code, refused.stderr.includes("--wait is not a number")]).to.deep.equal([2, true]);
    expect((await json("status")).channels[0].signed).to.equal("250000");
  });

  it("is told in JSON of a wrong command line, too, if it asked for JSON", async () => {
    for (const args of [["deposit"], ["deposit", "1", "--nonsense"], ["nonsense"], ["receipt"]]) {
      const { code, stdout, stderr } = await millrace(...args, "--output", "json");
      expect([code, stdout], args.join(" ")).to.deep.equal([2, ""]);
      expect(JSON.parse(stderr).error.code, args.join(" ")).to.equal("bad-usage");
    }
    expect((await millrace("deposit")).stderr).to.include("missing required argument");
  });

  it("tells what is wrong by exit code and next step", async () => {
    const refused = await millrace("withdraw", "999", "--yes");
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.include("InsufficientFreeBalance").and.include("millrace deposit");
    expect((await millrace("status", "--rpc", "http://127.0.0.1:9")).code).to.equal(5);
    expect((await millrace("pay", "--add", "1", "--yes", "--relayer", "http://127.0.0.1:9")).code).to.equal(5);
    expect((await millrace("nonsense")).code).to.equal(2);
  });

  it("exports every movement, and the operator's net is what the operator can withdraw", async () => {
    const { stdout } = await millrace("export", "--output", "csv");
    const kinds = stdout
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[1]);
    expect(kinds).to.deep.equal(["deposit", "lock", "pay"]);
    const entries: { net: string }[] = await json("export", "--from", operator);
    const net = entries.reduce((sum, entry) => sum + BigInt(entry.net), 0n);
    expect(String(net)).to.equal((await json("earnings", "--from", operator)).net);
    expect(net > 0n).to.equal(true);
  });

  it("gets the same answers and exit codes from a process of its own, without a terminal", async () => {
    const alone = (...args: string[]) => runScript("cli/main.ts", args, { directory: chain.directory });
    const { code, stdout, stderr } = await alone("status", "--output", "json");
    expect([code, stderr], stderr).to.deep.equal([0, ""]);
    expect(JSON.parse(stdout)).to.deep.equal(await json("status"));
    const refused = await alone("withdraw", "999", "--yes");
    expect([refused.code, refused.stdout]).to.deep.equal([3, ""]);
    expect(refused.stderr).to.include("InsufficientFreeBalance");
    // Nobody is there to be asked.
    expect((await alone("withdraw", "1")).code).to.equal(6);
  });

  it("gets the rest back: asks, waits, closes, withdraws", async () => {
    await json("close", "--yes");
    expect((await millrace("close", "--yes")).code).to.equal(3);
    await chain.client.increaseTime({ seconds: 8 * 86_400 });
    await chain.client.mine({ blocks: 1 });
    await json("close", "--yes");
    await json("withdraw", "--yes");
    expect(await json("status")).to.include({ wallet: "999750000", free: "0" });
  });

  it("is told by the doctor that all is well", async () => {
    expect((await json("doctor")).isHealthy).to.equal(true);
  });
});
