import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { EthereumProvider } from "hardhat/types/providers";
import { actingAs } from "../../deploy/acting-as.ts";
import { deployMillrace } from "../../deploy/deployment.ts";
import type { NetworkParameters } from "../../deploy/parameters/network.ts";
import { rehearse } from "../../deploy/rehearsal.ts";
import type { MillraceError } from "../../sdk/error.ts";
import { fresh, type PublicNode, startPublicNode } from "./support/public-chain.ts";

describe("a rehearsal", () => {
  let node: PublicNode;
  let folder: string;
  beforeEach(async () => {
    node = await startPublicNode();
    folder = await mkdtemp(path.join(tmpdir(), "millrace-rehearsal-test-"));
  });
  afterEach(async () => {
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const journal = () => path.join(folder, "journal");

  it("sends nothing: the chain has no new block, and the deployer no new nonce", async () => {
    const before = await stateOf(node.provider);
    const { transactions } = await rehearse(node);
    expect(transactions.length).to.be.above(0);
    expect(await stateOf(node.provider)).to.deep.equal(before);
  });

  it("tells the transactions that the deployment then sends: order, addresses and gas", async () => {
    const plan = await rehearse(node);
    const first = Number(await node.provider.request({ method: "eth_blockNumber" })) + 1;
    const { deployment } = await deployMillrace(node);
    expect(plan.deployment.contracts).to.deep.equal(deployment.contracts);

    const sent = await transactionsFrom(node.provider, first);
    expect(plan.transactions.map(({ nonce }) => nonce)).to.deep.equal(sent.map(({ nonce }) => nonce));
    expect(plan.transactions.map(({ address }) => address.toLowerCase())).to.deep.equal(sent.map(({ to }) => to));
    expect(plan.transactions.map(({ gas }) => gas)).to.deep.equal(sent.map(({ gas }) => gas));
  });

  it("decodes the arguments of constructors and of the wiring", async () => {
    const { transactions, deployment } = await rehearse(node);
    const { Parameters, Leases, Disputes } = deployment.contracts;
    const escrow = transactions.find(({ kind, contract }) => kind === "deploy" && contract === "Escrow");
    expect(escrow?.arguments.slice(0, 2)).to.deep.equal([
      { name: "parameters", type: "address", value: Parameters },
      { name: "permit2", type: "address", value: node.network.permit2 },
    ]);
    const wired = transactions.find(({ contract, function: name }) => contract === "Staking" && name === "wire");
    expect(wired?.arguments.map(({ value }) => value).slice(0, 2)).to.deep.equal([Leases, Disputes]);
  });

  it("needs no key of the deployer, and no money", async () => {
    const deployer = fresh();
    const plan = await rehearse({ ...node, provider: actingAs(node.provider, deployer) });
    expect(plan.deployer).to.equal(deployer);
    expect(plan.balanceWei).to.equal(0n);
    expect(plan.transactions[0]?.nonce).to.equal(0);
  });

  it("finds nothing left to do after the deployment, and leaves its journal as it was", async () => {
    const { deployment, steps } = await deployMillrace({ ...node, journal: journal() });
    const plan = await rehearse({ ...node, journal: journal() });
    expect(plan.transactions).to.deep.equal([]);
    expect(plan.kept.map(({ contract }) => contract).sort()).to.deep.equal(
      steps.flatMap((step) => (step.kind === "deployed" ? [step.contract] : [])).sort(),
    );
    expect(plan.deployment).to.deep.equal(deployment);
  });

  it("plans only what is left of a deployment that stopped half way", async () => {
    const whole = await rehearse(node);
    const halting = stoppingAfter(node.provider, 5);
    await deployMillrace({ ...node, provider: halting, journal: journal() }).catch(() => undefined);
    const rest = await rehearse({ ...node, journal: journal() });
    expect(rest.transactions).to.have.length(whole.transactions.length - 5);
    expect(rest.transactions[0]?.nonce).to.equal(5);
    const { deployment } = await deployMillrace({ ...node, journal: journal() });
    expect(rest.deployment.contracts).to.deep.equal(deployment.contracts);
  });

  it("refuses a node of another chain", async () => {
    const network: NetworkParameters = { ...node.network, chainId: 8_453, network: "base" };
    const error = await rehearse({ ...node, network }).catch((thrown: unknown) => thrown);
    expect((error as MillraceError).code).to.equal("wrong-chain");
    expect((error as MillraceError).found).to.equal("chain 84532");
  });
});

async function stateOf(provider: EthereumProvider): Promise<unknown> {
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as string[];
  return [
    await provider.request({ method: "eth_blockNumber" }),
    await provider.request({ method: "eth_getTransactionCount", params: [deployer, "pending"] }),
    await provider.request({ method: "eth_getBalance", params: [deployer, "latest"] }),
  ];
}

async function transactionsFrom(provider: EthereumProvider, first: number) {
  const last = Number(await provider.request({ method: "eth_blockNumber" }));
  const found: { nonce: number; to: string | null; gas: bigint }[] = [];
  for (let block = first; block <= last; block += 1) {
    const params = [`0x${block.toString(16)}`, true];
    const { transactions } = (await provider.request({ method: "eth_getBlockByNumber", params })) as Block;
    for (const { hash, nonce, to } of transactions) {
      const mined = { method: "eth_getTransactionReceipt", params: [hash] };
      const { contractAddress, gasUsed } = (await provider.request(mined)) as Receipt;
      found.push({ nonce: Number(nonce), to: contractAddress ?? to, gas: BigInt(gasUsed) });
    }
  }
  return found.sort((a, b) => a.nonce - b.nonce);
}

type Block = { transactions: { hash: string; nonce: string; to: string | null }[] };
type Receipt = { contractAddress: string | null; gasUsed: string };

/** The node's answers, until it has taken `limit` transactions; from then on it is gone. */
function stoppingAfter(provider: EthereumProvider, limit: number): EthereumProvider {
  let sent = 0;
  return new Proxy(provider, {
    get: (target, name) => {
      if (name !== "request") return Reflect.get(target, name);
      return async (request: { method: string; params?: unknown[] }) => {
        if (sent >= limit) throw new Error("the node is gone");
        if (request.method === "eth_sendTransaction") sent += 1;
        return target.request(request);
      };
    },
  });
}
