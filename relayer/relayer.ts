import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { type Address, parseGwei } from "viem";
import { type Deployment, loadDeployment } from "../sdk/deployment.ts";
import { escrowDomain } from "../sdk/domain.ts";
import { chainReader } from "./chain/chain-reader.ts";
import { type EndpointWatch, watchEndpoints } from "./chain/endpoint-watch.ts";
import { type Endpoint, failover } from "./chain/failover.ts";
import { startFollowLoop } from "./chain/follow-loop.ts";
import { followChain } from "./chain/follower.ts";
import { marketContracts } from "./chain/market-contracts.ts";
import { endpointName, httpRpc } from "./chain/rpc.ts";
import { leaseContext } from "./config/lease-context.ts";
import { senderPolicy } from "./config/policies.ts";
import type { Settings } from "./config/settings.ts";
import { loadAdminKey, loadSigner } from "./config/signer-key.ts";
import { lower } from "./core/lower.ts";
import { startHttp } from "./http/start-http.ts";
import { startIntake } from "./intake/start-intake.ts";
import { createVerifier } from "./intake/verify.ts";
import { crashPoints } from "./ops/crash.ts";
import { createHealth } from "./ops/health.ts";
import { startHousekeeping } from "./ops/housekeeping.ts";
import { createMetrics } from "./ops/metrics.ts";
import type { SenderContext } from "./settle/context.ts";
import { startSettleLoop } from "./settle/settle-loop.ts";
import type { Database } from "./store/database.ts";
import { bindDeployment } from "./store/deployment.ts";
import { openEmbeddedDatabase } from "./store/embedded.ts";
import { lookAtAll } from "./store/lease-work.ts";
import { migrate } from "./store/migrate.ts";
import { openServerDatabase } from "./store/server.ts";

export type Relayer = {
  /** Where it answers, for example `http://127.0.0.1:8645`. */
  readonly url: string;
  /** Who pays for settling. */
  readonly sender: Address;
  /** Take no more requests, finish those that are there, and leave everything else to the journal. */
  readonly stop: () => Promise<void>;
};

/** Put the parts together and start them. Nothing is left running if this rejects. */
export async function startRelayer(settings: Settings, log: Logger): Promise<Relayer> {
  const deployment = await loadDeployment(settings.deployment);
  const context = { settings, deployment, log, signer: loadSigner(settings, log) };
  // Read before anything is started, so that a wrong file stops the start.
  loadAdminKey(settings.adminKeyFile);
  const endpoints = settings.rpcUrl.map(
    (url): Endpoint => ({
      name: endpointName(url),
      rpc: httpRpc(url, settings.rpcTimeoutMs),
      restsUntil: 0,
      aside: { kind: "unchecked", reason: "it was not asked yet" },
    }),
  );
  const watch = await watchEndpoints(endpoints, {
    deployment,
    confirmations: settings.confirmations,
    lagBlocks: settings.endpointLagBlocks,
    everyMs: settings.endpointCheckMs,
    log,
  });
  try {
    return await startWithDatabase({ ...context, chain: chainReader(failover(endpoints)), watch });
  } catch (error) {
    await watch.stop();
    throw error;
  }
}

async function startWithDatabase({ settings, deployment, log, ...context }: Omit<Parts, "db">): Promise<Relayer> {
  const db = await openDatabase(settings, log);
  try {
    await migrate(db);
    await bindDeployment(db, deployment.chainId, lower(deployment.contracts.Escrow));
    await lookAtAll(db);
    return await startFlows({ ...context, settings, deployment, log, db });
  } catch (error) {
    await db.close();
    throw error;
  }
}

type Parts = Pick<SenderContext, "signer" | "chain" | "db" | "log"> & {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly watch: EndpointWatch;
};

async function startFlows({ settings, deployment, db, chain, watch, signer, log }: Parts): Promise<Relayer> {
  const { confirmations, pollMs } = settings;
  const { chainId } = deployment;
  const contracts = marketContracts(deployment);
  const { escrow } = contracts;
  const sender = lower(signer.address);
  const crash = crashPoints(settings.crashAt);
  const tokens = new Map(deployment.tokens.map((token) => [lower(token.address), token]));
  const metrics = createMetrics(db, tokens);
  const stalledAfterMs = settings.stalledAfterSeconds * 1_000;

  const follow = startFollowLoop(
    () => followChain({ db, chain, contracts, startBlock: deployment.block, confirmations, crash }),
    { pollMs, log, onMoved: () => settle.poke() },
  );
  const policy = senderPolicy(settings, deployment);
  const leases = leaseContext(settings, contracts.market, policy, new Set(tokens.keys()));
  const settle = startSettleLoop(
    { db, chain, chainId, escrow, signer, sender, policy, leases, crash, log, finalHeight: watch.finalHeight },
    { holder: randomUUID(), leaseSeconds: settings.leaseSeconds, pollMs, alone: db.kind === "embedded" },
  );
  const housekeeping = startHousekeeping(db, watch.finalHeight, log);
  const verify = createVerifier(escrowDomain(chainId, escrow), new Set(tokens.keys()));
  const { intake, commits } = startIntake({ db, verify, follow, policy: settings, metrics, crash });
  const health = createHealth({
    db,
    chain,
    sender,
    signerFault: signer.fault,
    endpoints: watch,
    follow,
    settle,
    commits,
    stalledAfterMs,
    lowBalanceWei: parseGwei(String(settings.maxFeeGwei)) * BigInt(settings.batchMaxGas),
  });

  const stopFlows = async (): Promise<void> => {
    await commits.drained();
    await Promise.all([follow.stop(), settle.stop(), housekeeping.stop(), watch.stop()]);
  };
  try {
    // A channel that was opened before the start is known from the first request on.
    await follow.catchUp();
    const http = await startHttp({
      settings,
      db,
      finalHeight: watch.finalHeight,
      intake,
      commits,
      follow,
      settle,
      health,
      metrics,
      market: { chainId, contracts: contracts.market, tokens: new Set(tokens.keys()) },
      log,
    });
    const stop = async (): Promise<void> => {
      health.stopping();
      await http.stop();
      await stopFlows();
      await db.close();
    };
    return { url: http.url, sender, stop };
  } catch (error) {
    await stopFlows();
    throw error;
  }
}

async function openDatabase(settings: Settings, log: Logger): Promise<Database> {
  if (settings.databaseUrl === undefined) return openEmbeddedDatabase(settings.dataDir);
  return openServerDatabase(settings.databaseUrl, (error) =>
    log.warn({ err: error }, "a database connection was lost"),
  );
}
