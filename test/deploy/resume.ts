import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import { deployMillrace } from "../../deploy/deployment.ts";
import { journalFolder } from "../../deploy/journal.ts";
import { loadNetwork, type NetworkParameters, networkFile } from "../../deploy/parameters/network.ts";
import type { DeploymentStep } from "../../deploy/step.ts";
import { MillTimelock__factory, Parameters__factory } from "../../typechain-types/index.ts";

describe("a deployment with a journal", () => {
  let folder: string;
  let network: NetworkParameters;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "millrace-deploy-"));
    network = await loadNetwork(networkFile("local"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const journal = () => path.join(folder, "journal");
  const kinds = (steps: readonly DeploymentStep[]) => steps.map((step) => `${step.kind} ${step.contract}`).sort();

  it("reuses every contract the second time and sends nothing", async () => {
    const { provider } = await hre.network.create();
    const first = await deployMillrace({ provider, network, journal: journal() });
    const sent = await transactionCount(provider);
    const second = await deployMillrace({ provider, network, journal: journal() });

    const deployed = kinds(first.steps).filter((step) => step.startsWith("deployed "));
    // Every contract that the addresses file names, the wallet of a locked share, and the token of the tests.
    expect(deployed).to.have.length(Object.keys(first.deployment.contracts).length + 2);
    expect(kinds(first.steps)).to.include.members(["changed Escrow", "changed Parameters", "deployed TestUSD"]);
    expect(kinds(second.steps)).to.deep.equal(deployed.map((step) => step.replace("deployed", "reused")));
    expect(second.deployment).to.deep.equal(first.deployment);
    expect(await transactionCount(provider)).to.equal(sent);
  });

  it("finishes what a run began that lost its node half way, and deploys nothing twice", async () => {
    const { provider } = await hre.network.create();
    await expectRejection(
      deployMillrace({ provider: losing(provider, 3), network, journal: journal() }),
      "node is gone",
    );
    expect(await transactionCount(provider)).to.equal(3);

    const { deployment, steps } = await deployMillrace({ provider, network, journal: journal() });
    const { provider: whole } = await hre.network.create();
    await deployMillrace({ provider: whole, network });
    expect(await transactionCount(provider)).to.equal(await transactionCount(whole));
    expect(steps.some(({ kind }) => kind === "reused")).to.equal(true);
    for (const address of Object.values(deployment.contracts)) {
      expect(await provider.request({ method: "eth_getCode", params: [address, "latest"] })).to.have.length.above(2);
    }
  });

  it("only tells what differs from the network's file: the timelock governs", async () => {
    const { provider } = await hre.network.create();
    await deployMillrace({ provider, network, journal: journal() });
    const changed = { ...network, settings: { protocolFeeBps: "2.5 %" } };
    const { steps, deployment } = await deployMillrace({ provider, network: changed, journal: journal() });
    expect(steps.filter(({ kind }) => kind !== "reused")).to.deep.equal([
      { kind: "differs", contract: "Parameters", detail: "protocolFeeBps 200 → 250" },
    ]);
    expect(await setting(provider, deployment.contracts.Parameters, "protocolFeeBps")).to.equal(200n);
  });

  it("hands over in the end, wherever an earlier run has stopped", async () => {
    for (const sent of [1, 25, 39]) {
      const { provider } = await hre.network.create();
      const into = path.join(folder, `${sent}`);
      await expectRejection(
        deployMillrace({ provider: losing(provider, sent), network, journal: into }),
        "node is gone",
      );
      const { deployment } = await deployMillrace({ provider, network, journal: into });
      expect(await ownerOf(provider, deployment.contracts.Parameters), `${sent}`).to.equal(
        deployment.contracts.MillTimelock,
      );
    }
  });

  it("ends in the timelock's hands, though a stranger had it accept before the deployer did", async () => {
    for (const most of [1, 8]) {
      const { provider } = await hre.network.create();
      const into = path.join(folder, `${most}`);
      const { deployment } = await deployMillrace({ provider: overtaken(provider, most), network, journal: into });
      expect(await ownerOf(provider, deployment.contracts.Parameters)).to.equal(deployment.contracts.MillTimelock);
      expect(await ownerOf(provider, deployment.contracts.FeeAuction ?? "")).to.equal(
        deployment.contracts.MillTimelock,
      );
    }
  });

  it("refuses to mint a locked share to the wallet of somebody whom the network's file names no more", async () => {
    const { provider } = await hre.network.create();
    const poor = deployMillrace({ provider: losing(provider, 1, "eth_estimateGas"), network, journal: journal() });
    await expectRejection(poor, "node is gone");
    const genesis = network.genesis.map((share) => (share.vesting ? { ...share, recipient: "account 6" } : share));
    const error = await expectRejection(
      deployMillrace({ provider, network: { ...network, genesis }, journal: journal() }),
      "differs from the network's file",
    );
    expect(error).to.match(/found: +0x\w{40} for team and backers is of 0x9965\w+/);
    expect(await transactionCount(provider)).to.equal(1);
    // Whoever means what is there goes on with the file as it was.
    const { deployment } = await deployMillrace({ provider, network, journal: journal() });
    expect(await ownerOf(provider, deployment.vesting?.[0]?.wallet ?? "")).to.match(/^0x9965/);
  });

  it("keeps the journals of two chains apart, though both have the same chain id", async () => {
    const first = await hre.network.create({ override: { initialDate: "2026-01-01T00:00:00Z" } });
    const second = await hre.network.create({ override: { initialDate: "2026-01-02T00:00:00Z" } });
    expect(await journalFolder(network, first.provider)).to.not.equal(await journalFolder(network, second.provider));
  });

  it("refuses a node of another chain before anything is sent", async () => {
    const { provider } = await hre.network.create({ override: { chainId: 5 } });
    const error = await expectRejection(deployMillrace({ provider, network, journal: journal() }), "another chain");
    expect(error).to.match(/found: +chain 5\n +expected: chain 31337 \(local\)/);
    expect(await transactionCount(provider)).to.equal(0);
  });

  it("names every field of a network's file that is wrong", async () => {
    const file = path.join(folder, "broken.json");
    await writeFile(file, JSON.stringify({ ...network, chainId: "one", permit3: null }));
    const error = await expectRejection(loadNetwork(file), "expected content");
    expect(error).to.contain("chainId:").and.contain("permit3");
  });
});

/** The node's answers, until it has taken `limit` transactions; from then on it is gone, or for one method only. */
function losing(provider: EthereumProvider, limit: number, only?: string): EthereumProvider {
  let sent = 0;
  return new Proxy(provider, {
    get: (target, name) => {
      if (name !== "request") return Reflect.get(target, name);
      return async (request: { method: string; params?: unknown[] }) => {
        if (sent >= limit && (only ?? request.method) === request.method) throw new Error("the node is gone");
        if (request.method === "eth_sendTransaction") sent += 1;
        return target.request(request);
      };
    },
  });
}

/** The node of a chain on which a stranger calls `takeOver`, of `most` contracts, just before the deployer does. */
function overtaken(provider: EthereumProvider, most: number): EthereumProvider {
  const timelock = MillTimelock__factory.createInterface();
  const { selector } = timelock.getFunction("takeOver");
  let isDone = false;
  return new Proxy(provider, {
    get: (target, name) => {
      if (name !== "request") return Reflect.get(target, name);
      return async (request: { method: string; params?: unknown[] }) => {
        const [call] = (request.params ?? []) as { to?: string; data?: string }[];
        if (!isDone && call?.data?.startsWith(selector)) {
          isDone = true;
          const [governed] = timelock.decodeFunctionData("takeOver", call.data);
          const [, stranger] = (await target.request({ method: "eth_accounts" })) as string[];
          const data = timelock.encodeFunctionData("takeOver", [governed.slice(0, most)]);
          await target.request({ method: "eth_sendTransaction", params: [{ from: stranger, to: call.to, data }] });
        }
        return target.request(request);
      };
    },
  });
}

async function transactionCount(provider: EthereumProvider): Promise<number> {
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as string[];
  return Number(await provider.request({ method: "eth_getTransactionCount", params: [deployer, "latest"] }));
}

async function ownerOf(provider: EthereumProvider, address: string): Promise<string> {
  const parameters = Parameters__factory.createInterface();
  const data = parameters.encodeFunctionData("owner");
  const answer = await provider.request({ method: "eth_call", params: [{ to: address, data }, "latest"] });
  return parameters.decodeFunctionResult("owner", answer as string)[0];
}

async function setting(provider: EthereumProvider, address: string, id: string): Promise<bigint> {
  const parameters = Parameters__factory.createInterface();
  const data = parameters.encodeFunctionData("value", [encodeBytes32String(id)]);
  const answer = await provider.request({ method: "eth_call", params: [{ to: address, data }, "latest"] });
  return parameters.decodeFunctionResult("value", answer as string)[0];
}

/** The message of what a promise is rejected with, which must contain `part`. */
async function expectRejection(promise: Promise<unknown>, part: string): Promise<string> {
  const message = await promise.then(
    () => "(no error)",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(message).to.contain(part);
  return message;
}
