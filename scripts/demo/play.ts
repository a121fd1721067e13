import path from "node:path";
import { type Address, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Deployment, loadDeployment } from "../../sdk/deployment.ts";
import { relayerClient } from "../../sdk/relayer-client.ts";
import { keepBooks } from "../books/report.ts";
import { connectChain } from "./chain.ts";
import { startChainNode } from "./chain-node.ts";
import { closeAll, requestCloses, withdrawAll } from "./close.ts";
import { playClosingAct } from "./closing/act.ts";
import { planCrashes } from "./crash-plan.ts";
import { contractCode, deployAll } from "./deploy-all.ts";
import { readFigures, settledOf } from "./figures.ts";
import { fundMarket } from "./fund.ts";
import { playLeaseAct } from "./leases/act.ts";
import type { LeasePlan } from "./leases/lease-plan.ts";
import { acknowledgedTotal, type ChannelLedger, openLedger } from "./ledger.ts";
import type { Lifetime } from "./lifetime.ts";
import { assembleMarket } from "./market.ts";
import type { DemoOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { Progress } from "./progress.ts";
import { keyOf } from "./random.ts";
import { type RelayerProcess, startRelayer } from "./relayer-process.ts";
import { openRpcGate } from "./rpc-gate.ts";
import { serveAll } from "./serve.ts";
import { readSettled } from "./settled.ts";
import type { DemoResult } from "./verdict.ts";
import { waitFor } from "./wait.ts";

/** Where the demo is played. */
export type Stage = {
  readonly directory: string;
  readonly lifetime: Lifetime;
  readonly progress: Progress;
};

/** What is to be played. */
export type Plans = { readonly payments: Plan; readonly leases: LeasePlan };

/** What can be visited after the demo, if it is kept. */
export type Scene = {
  readonly chainUrl: string;
  readonly chainPid: number;
  readonly deploymentFile: string;
  readonly deployment: Deployment;
  readonly relayer: RelayerProcess;
  /** One of the operators, to open a channel to. */
  readonly operator: Address;
  /** Let chain and relayer live on after this process. */
  readonly release: () => Promise<void>;
};

const blockSeconds = 0.25;
const keptBlockSeconds = 2;

/** Play both markets from an empty chain to the last withdrawal, close with an epoch and a vote, and read from the chain what came of them. */
export async function play(plans: Plans, options: DemoOptions, stage: Stage): Promise<[DemoResult, Scene]> {
  const plan = plans.payments;
  const { lifetime, progress } = stage;
  const code = await contractCode(() => progress.step("Compile the contracts, which have changed"));

  progress.step("Start a local chain");
  const node = await startChainNode(stage.directory, lifetime, options.keep);
  const chain = connectChain(node.url);

  progress.step("Deploy");
  const deploymentFile = await deployAll(node.url, stage.directory, code, progress.step);
  const deployment = await loadDeployment(deploymentFile);
  // Finality needs blocks on top, also when nobody sends anything.
  await chain.setIntervalMining({ interval: blockSeconds });

  const market = assembleMarket(plan, deployment, options.seed);
  progress.step(
    `Start the relayer; ${market.buyers.length} buyers deposit, and open ${market.channels.length} channels`,
  );
  const gate = await openRpcGate(node.url);
  lifetime.onEnd(() => gate.close());
  const key = keyOf(options.seed, "relayer");
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther("100") });
  const isGated = () => options.crash.includes("batch") && !gate.isDone();
  const [relayer] = await Promise.all([
    startRelayer({
      directory: stage.directory,
      rpcUrl: () => (isGated() ? gate.url : node.url),
      deploymentFile,
      key,
      mayOutlive: options.keep,
      lifetime,
    }),
    fundMarket(chain, market, (done) => progress.count(done, market.buyers.length, "buyers")),
  ]);
  const ledgers = market.channels.map(openLedger);

  progress.step(`${market.operators.length} operators serve ${plan.requests.length} requests`);
  const crashes = planCrashes(options.crash, plan.requests.length, relayer, gate);
  const vouchers = await serveAll(plan.requests, {
    chain,
    market,
    ledgers,
    crashes,
    relayer: relayerClient(relayer.url),
    onAcknowledged: (total) => progress.count(total, plan.requests.length, "vouchers"),
  });

  progress.step("Some payers ask to close; the relayer settles the rest");
  await requestCloses(chain, market, ledgers);
  await waitUntilSettled(node.url, deployment, ledgers, (done) => {
    progress.count(done, ledgers.length, "channels settled");
    if (relayer.hasEnded()) throw new Error(`The relayer ended.\n${relayer.child().tail()}`);
  });
  await crashes.quiet();

  progress.step("Close every channel, let the challenge period pass, withdraw");
  await closeAll(chain, market, ledgers);
  await withdrawAll(chain, market);

  const figures = await readFigures(chain, deployment, (await keepBooks(node.url, deploymentFile)).snapshot);

  // Nobody needs it any more, and it would follow every block.
  if (!options.keep) await relayer.child().stop();
  const leasing = await playLeaseAct(plans.leases, {
    url: node.url,
    chain,
    deployment,
    seed: options.seed,
    progress,
    plotFile: options.plot ?? (options.keep ? path.join(stage.directory, "leases.svg") : undefined),
  });

  const closing = await playClosingAct({
    chain,
    deployment,
    seed: options.seed,
    progress,
    plan: plans.leases,
    played: leasing.played,
    operators: [...leasing.played.cast.operators, ...market.operators].map(({ address }) => address),
  });

  progress.step("Recompute the books from the chain");
  const release = async (): Promise<void> => {
    await gate.close();
    await chain.setIntervalMining({ interval: keptBlockSeconds });
    node.child.release();
    relayer.child().release();
  };
  const scene: Scene = {
    chainUrl: node.url,
    chainPid: node.child.pid,
    deploymentFile,
    deployment,
    relayer,
    operator: market.channels[0]?.terms.operator ?? deployment.contracts.Escrow,
    release,
  };
  const report = await keepBooks(node.url, deploymentFile);
  const result: DemoResult = {
    ...figures,
    requests: plan.requests.length,
    vouchers,
    // Since the process began.
    seconds: Math.round(performance.now() / 100) / 10,
    crashes: relayer.crashes(),
    relayer: {
      acknowledged: acknowledgedTotal(ledgers),
      settled: settledOf(
        report.snapshot,
        market.channels.map(({ id }) => id),
      ),
    },
    books: { tokens: report.tokens },
    leasing: leasing.report,
    leaseFaults: leasing.faults(report.snapshot),
    closing: closing.report,
    closingFaults: closing.faults,
  };
  return [result, scene];
}

/** Until the chain has settled what was acknowledged, for every channel. */
async function waitUntilSettled(
  rpcUrl: string,
  deployment: Deployment,
  ledgers: readonly ChannelLedger[],
  onSettled: (count: number) => void,
): Promise<void> {
  const ids = ledgers.map(({ channel }) => channel.id);
  const isSettled = async (): Promise<true | undefined> => {
    const settled = await readSettled(rpcUrl, deployment.contracts.Escrow, ids);
    const open = ledgers.filter(({ acknowledged }, index) => (settled[index] ?? 0n) < acknowledged);
    onSettled(ledgers.length - open.length);
    return open.length === 0 ? true : undefined;
  };
  await waitFor(isSettled, { what: "the relayer to settle every channel", timeoutMs: 240_000, everyMs: 100 });
}
