import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Wallet } from "ethers";
import hre from "hardhat";
import { lookAt } from "../../deploy/connection.ts";
import { journalFolder } from "../../deploy/journal.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import type { DeploymentStep } from "../../deploy/step.ts";
import { loadDeployment } from "../../sdk/deployment.ts";
import { ROLES, startPublicNode } from "../deploy/support/public-chain.ts";
import { runScript } from "../support/run-script.ts";

const deploy = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  runScript("scripts/deploy.ts", args, { environment });

describe("npm run deploy, from a dry run to what explorers need @slow", () => {
  let chain: Awaited<ReturnType<typeof startLocalNode>>;
  let folder: string;
  let addresses: string;
  before(async () => {
    chain = await startLocalNode();
    folder = await mkdtemp(path.join(tmpdir(), "millrace-deploy-command-"));
    addresses = path.join(folder, "addresses.json");
  });
  after(async () => {
    await chain.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("plans with --dry-run, and sends nothing", async () => {
    const { code, stdout, stderr } = await deploy(["--rpc", chain.url, "--dry-run", "--json"]);
    expect(code, stderr).to.equal(0);
    const plan = JSON.parse(stdout);
    expect(plan).to.deep.include({ network: "local", chainId: 31_337, dryRun: true });
    expect(plan.transactions.length).to.be.above(20);
    const gas = plan.transactions.map((transaction: { gas: string }) => Number(transaction.gas));
    expect(Number(plan.gas)).to.equal(gas.reduce((total: number, each: number) => total + each, 0));
    expect(stderr).to.contain("nothing was sent");
    expect(await chain.sent()).to.equal(0);
  });

  it("deploys, writes the addresses and prints them with its steps as one JSON object", async () => {
    const { code, stdout, stderr } = await deploy(["--rpc", chain.url, "--out", addresses, "--json"]);
    expect(code, stderr).to.equal(0);
    const { file, steps, ...deployment } = JSON.parse(stdout) as { file: string; steps: DeploymentStep[] };
    expect(file).to.equal(addresses);
    expect(deployment).to.deep.equal(await loadDeployment(addresses));
    expect(new Set(steps.map(({ kind }) => kind))).to.deep.equal(new Set(["deployed", "changed"]));
    expect(await chain.sent()).to.equal(steps.length);
  });

  it("reuses everything the second time, and sends nothing", async () => {
    const before = { sent: await chain.sent(), addresses: await readFile(addresses, "utf8") };
    const { code, stdout, stderr } = await deploy(["--rpc", chain.url, "--out", addresses, "--json"]);
    expect(code, stderr).to.equal(0);
    expect(new Set(JSON.parse(stdout).steps.map(({ kind }: DeploymentStep) => kind))).to.deep.equal(
      new Set(["reused"]),
    );
    expect({ sent: await chain.sent(), addresses: await readFile(addresses, "utf8") }).to.deep.equal(before);
  });

  it("is found by npm run deployed to be what the file says; exit code 1 tells that it is not", async () => {
    const good = await runScript("scripts/deployed.ts", ["--rpc", chain.url, "--deployment", addresses, "--json"]);
    expect(good.code, good.stderr).to.equal(0);
    expect(JSON.parse(good.stdout)).to.deep.include({ network: "local", agrees: true, disagreements: [] });
    const wrong = path.join(folder, "wrong.json");
    const { contracts, ...rest } = await loadDeployment(addresses);
    await writeFile(wrong, JSON.stringify({ ...rest, contracts: { ...contracts, Offers: contracts.Nodes } }));
    const bad = await runScript("scripts/deployed.ts", ["--rpc", chain.url, "--deployment", wrong]);
    expect(bad.code).to.equal(1);
    expect(bad.stdout).to.contain("Offers, code: found").and.to.contain("Leases, OFFERS (code): found");
  });

  it("has its verification inputs written for every contract", async () => {
    const out = path.join(folder, "verification");
    const args = ["--rpc", chain.url, "--deployment", addresses, "--out", out, "--json"];
    const { code, stdout, stderr } = await runScript("scripts/verification.ts", args);
    expect(code, stderr).to.equal(0);
    const { contracts, written } = JSON.parse(stdout) as { contracts: { name: string }[]; written: string[] };
    expect(contracts.map(({ name }) => name)).to.deep.equal(Object.keys((await loadDeployment(addresses)).contracts));
    for (const file of written) expect((await readFile(file, "utf8")).length, file).to.be.above(100);
  });

  it("says what is missing or unreachable, and ends with another exit code than for a difference", async () => {
    for (const script of ["scripts/deployed.ts", "scripts/verification.ts"]) {
      const unused = await runScript(script, []);
      expect([unused.code, unused.stderr]).to.deep.include(2);
      expect(unused.stderr).to.contain("no --rpc, no --deployment").and.to.contain("--help");
      const out = script.includes("verification") ? ["--out", folder] : [];
      const away = await runScript(script, ["--rpc", "http://127.0.0.1:9", "--deployment", addresses, ...out]);
      expect(away.code, away.stderr).to.equal(2);
      expect(away.stderr).to.contain("The node does not answer.").and.to.contain("127.0.0.1:9");
    }
  });
});

describe("npm run deploy on a public network @slow", () => {
  const { privateKey, address } = Wallet.createRandom();
  const roles = Object.fromEntries(Object.entries(ROLES).map(([role, who]) => [`MILLRACE_${role}`, who ?? ""]));
  let node: Awaited<ReturnType<typeof startPublicNode>>;
  let folder: string;
  before(async () => {
    node = await startPublicNode(privateKey);
    folder = await mkdtemp(path.join(tmpdir(), "millrace-deploy-command-"));
  });
  after(async () => {
    await rm(await journalFolder(node.network, node.provider), { recursive: true, force: true });
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const nonce = async () =>
    Number(await node.provider.request({ method: "eth_getTransactionCount", params: [address, "latest"] }));

  it("asks before it sends: without a terminal to ask at, and without --yes, nothing is sent", async () => {
    const environment = { ...roles, MILLRACE_DEPLOYER_KEY: privateKey };
    const parameters = await ownParameters(folder);
    const { code, stderr } = await deploy(["--rpc", node.url, "--parameters", parameters], environment);
    expect(code).to.equal(1);
    expect(stderr).to.contain("Nothing was sent").and.to.contain("--yes");
    expect(stderr).to.match(/transactions, [\d,]+ gas, 0\.\d+ ETH/);
    expect(await nonce()).to.equal(0);
  });

  it("names the roles that nobody was given", async () => {
    const { code, stderr } = await deploy(["--network", "base-sepolia", "--rpc", node.url, "--dry-run"]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("nothing for GUARDIAN, ATTESTORS").and.to.contain("--role GUARDIAN=0x…");
    expect(stderr).to.not.contain("    at ");
  });

  it("deploys with --yes and a key, for the roles of the environment", async () => {
    const environment = { ...roles, MILLRACE_DEPLOYER_KEY: privateKey };
    const parameters = await ownParameters(folder);
    const out = path.join(folder, "addresses.json");
    const args = ["--rpc", node.url, "--parameters", parameters, "--yes", "--out", out, "--json"];
    const { code, stdout, stderr } = await deploy(args, environment);
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout).steps).to.have.length(await nonce());
    expect(stdout + stderr).to.not.contain(privateKey.slice(2));
    const found = await runScript("scripts/deployed.ts", ["--rpc", node.url, "--deployment", out]);
    expect(found.code, found.stdout).to.equal(0);
    expect(found.stdout).to.contain("MillTimelock").and.to.not.contain("has not accepted yet");
  });
});

/** Base Sepolia's parameters for a chain that has a block only when something is sent. */
async function ownParameters(folder: string): Promise<string> {
  const file = path.join(folder, "parameters.json");
  const given = JSON.parse(await readFile(networkFile("base-sepolia"), "utf8"));
  await writeFile(file, JSON.stringify({ ...given, confirmations: 1 }));
  return file;
}

async function startLocalNode() {
  const server = await hre.network.createServer("node", "127.0.0.1", 0);
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const { provider, close } = await lookAt(url);
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as string[];
  return {
    url,
    /** How many transactions the deployer has sent. */
    sent: async () =>
      Number(await provider.request({ method: "eth_getTransactionCount", params: [deployer, "pending"] })),
    stop: async () => {
      await rm(await journalFolder(await loadNetwork(networkFile("local")), provider), {
        recursive: true,
        force: true,
      });
      await close();
      await server.close();
    },
  };
}
