import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { type Address, parseGwei } from "viem";
import { parseAmount } from "../sdk/amount.ts";
import { type Deployment, loadDeployment } from "../sdk/deployment.ts";
import { escrowDomain } from "../sdk/domain.ts";
import { chainReader } from "./chain/chain-reader.ts";
import { checkChain } from "./chain/check-chain.ts";
import { failover } from "./chain/failover.ts";
import { startFollowLoop } from "./chain/follow-loop.ts";
import { followChain } from "./chain/follower.ts";
import { httpRpc } from "./chain/rpc.ts";
import type { Settings } from "./config/settings.ts";
import { loadAdminKey, loadSignerKey } from "./config/signer-key.ts";
import { lower } from "./core/lower.ts";
import { registerAdminRoutes } from "./http/admin-routes.ts";
import { registerHealthRoutes } from "./http/health-routes.ts";
import { registerQueryRoutes } from "./http/query-routes.ts";
import { createServer } from "./http/server.ts";
import { registerVoucherRoutes } from "./http/voucher-routes.ts";
import { commitVouchers } from "./intake/commit-vouchers.ts";
import { createGroupCommit } from "./intake/group-commit.ts";
import { createIntake } from "./intake/intake.ts";
import { createVerifier } from "./intake/verify.ts";
import { crashPoints } from "./ops/crash.ts";
import { createHealth } from "./ops/health.ts";
import { createMetrics } from "./ops/metrics.ts";
import type { SenderContext, SenderPolicy } from "./settle/context.ts";
import { startSettleLoop } from "./settle/settle-loop.ts";
import type { Database } from "./store/database.ts";
import { bindDeployment } from "./store/deployment.ts";
import { openEmbeddedDatabase } from "./store/embedded.ts";
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
  const account = loadSignerKey(settings);
  const adminKey = loadAdminKey(settings.adminKeyFile);
  const crash = crashPoints(settings.crashAt);
  const escrow = lower(deployment.contracts.Escrow);
  const chain = chainReader(failover(settings.rpcUrl.map((url) => httpRpc(url, settings.rpcTimeoutMs))));
  await checkChain(chain, deployment);

  const db = await openDatabase(settings, log);
  try {
    await migrate(db);
    await bindDeployment(db, deployment.chainId, escrow);
    return await run();
  } catch (error) {
    await db.close();
    throw error;
  }

  async function run(): Promise<Relayer> {
    const metrics = createMetrics(db, tokensByAddress(deployment));
    const { confirmations } = settings;
    const context: SenderContext = {
      db,
      chain,
      chainId: deployment.chainId,
      escrow,
      account,
      sender: lower(account.address),
      policy: senderPolicy(settings, deployment),
      crash,
      log,
    };
    const follow = startFollowLoop(
      () => followChain({ db, chain, escrow, startBlock: deployment.block, confirmations }),
      { pollMs: settings.pollMs, log, onMoved: () => settle.poke() },
    );
    const settle = startSettleLoop(context, {
      holder: randomUUID(),
      leaseSeconds: settings.leaseSeconds,
      pollMs: settings.pollMs,
      alone: db.kind === "embedded",
    });
    const commits = createGroupCommit<
      Parameters<typeof commitVouchers>[1][number],
      Awaited<ReturnType<typeof commitVouchers>>[number]
    >(
      async (vouchers) => {
        const start = performance.now();
        crash("intake-before-commit");
        const results = await commitVouchers(db, vouchers, settings);
        crash("intake-committed");
        metrics.observeCommit((performance.now() - start) / 1_000, vouchers.length);
        for (const result of results)
          metrics.countVoucher(result.kind === "refused" ? result.refusal.code : result.kind);
        return results;
      },
      { groupSize: 1_000, parallel: db.kind === "embedded" ? 1 : 2 },
    );
    const tokens = new Set(deployment.tokens.map((token) => lower(token.address)));
    const verify = createVerifier(escrowDomain(deployment.chainId, escrow), tokens);
    const intake = createIntake({ verify, commits, catchUp: follow.catchUp });
    let stopping = false;
    const health = createHealth({
      db,
      chain,
      sender: context.sender,
      follow,
      settle,
      commits,
      stalledAfterMs: Math.max(30_000, 10 * settings.pollMs),
      lowBalanceWei: parseGwei(String(settings.maxFeeGwei)) * BigInt(settings.batchMaxGas),
      isStopping: () => stopping,
    });

    const app = createServer(settings, log);
    registerVoucherRoutes(app, { intake, maxVouchersPerRequest: settings.maxVouchersPerRequest });
    registerQueryRoutes(app, { db, confirmations });
    registerAdminRoutes(app, { adminKey, settle, catchUp: follow.catchUp });
    registerHealthRoutes(app, { health, metrics });

    const stop = async (): Promise<void> => {
      stopping = true;
      await app.close();
      await commits.drained();
      await Promise.all([follow.stop(), settle.stop()]);
      await db.close();
    };
    try {
      await follow.catchUp();
      const url = await app.listen({ host: settings.host, port: settings.port });
      return { url, sender: context.sender, stop };
    } catch (error) {
      await Promise.all([follow.stop(), settle.stop()]);
      throw error;
    }
  }
}

async function openDatabase(settings: Settings, log: Logger): Promise<Database> {
  if (settings.databaseUrl === undefined) return openEmbeddedDatabase(settings.dataDir);
  return openServerDatabase(settings.databaseUrl, (error) =>
    log.warn({ err: error }, "a database connection was lost"),
  );
}

function senderPolicy(settings: Settings, deployment: Deployment): SenderPolicy {
  const policies = new Map(
    deployment.tokens.map(({ address, decimals }) => [
      lower(address),
      {
        value: parseAmount(settings.batchValue, decimals),
        channelValue: parseAmount(settings.channelValue, decimals),
        ageSeconds: settings.batchAgeSeconds,
        maxClaims: settings.batchMaxClaims,
      },
    ]),
  );
  return {
    confirmations: settings.confirmations,
    limits: {
      maxClaims: settings.batchMaxClaims,
      maxGas: settings.batchMaxGas,
      maxCalldataBytes: settings.batchMaxCalldataBytes,
    },
    inFlight: settings.batchesInFlight,
    feeCap: {
      maxFeePerGas: parseGwei(String(settings.maxFeeGwei)),
      maxPriorityFeePerGas: parseGwei(String(settings.maxTipGwei)),
    },
    replaceAfterSeconds: settings.replaceAfterSeconds,
    rebroadcastSeconds: settings.rebroadcastSeconds,
    batchPolicyOf: (token) => {
      const policy = policies.get(token);
      if (policy === undefined) throw new RangeError(`The deployment has no token ${token}.`);
      return policy;
    },
  };
}

function tokensByAddress(deployment: Deployment): Map<string, { symbol: string; decimals: number }> {
  return new Map(deployment.tokens.map((token) => [lower(token.address), token]));
}
