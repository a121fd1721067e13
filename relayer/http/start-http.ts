import type { Logger } from "pino";
import type { EndpointWatch } from "../chain/endpoint-watch.ts";
import type { FollowLoop } from "../chain/follow-loop.ts";
import type { Settings } from "../config/settings.ts";
import { loadAdminKey } from "../config/signer-key.ts";
import type { RunningIntake } from "../intake/start-intake.ts";
import type { Health } from "../ops/health.ts";
import type { Metrics } from "../ops/metrics.ts";
import type { SettleLoop } from "../settle/settle-loop.ts";
import type { Database } from "../store/database.ts";
import { createGroupedReads } from "../store/grouped-reads.ts";
import { registerAdminRoutes } from "./admin-routes.ts";
import { createEventFeed } from "./event-feed.ts";
import { registerEventRoutes } from "./event-routes.ts";
import { registerHealthRoutes } from "./health-routes.ts";
import { type MarketRouteOptions, registerMarketRoutes } from "./market-routes.ts";
import { openApiDocument } from "./openapi.ts";
import { type Problem, problem } from "./problem.ts";
import { registerQueryRoutes } from "./query-routes.ts";
import { limitSenders } from "./sender-limit.ts";
import { createServer } from "./server.ts";
import { registerVoucherRoutes } from "./voucher-routes.ts";

export type HttpParts = RunningIntake & {
  readonly settings: Settings;
  readonly db: Database;
  readonly finalHeight: EndpointWatch["finalHeight"];
  readonly follow: FollowLoop;
  readonly settle: SettleLoop;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly market: Pick<MarketRouteOptions, "chainId" | "contracts" | "tokens">;
  readonly log: Logger;
};

export type RunningHttp = { readonly url: string; readonly stop: () => Promise<void> };

const maxListeners = 500;
// At ten thousand a second, what waits longer than a client does is better refused.
const mostWaitingVouchers = 50_000;

/** Serve the whole interface. */
export async function startHttp(parts: HttpParts): Promise<RunningHttp> {
  const { settings, db, finalHeight, intake, commits, follow, settle, health, metrics, market, log } = parts;
  const { maxVouchersPerRequest } = settings;
  const app = createServer(settings, log);
  const reads = createGroupedReads(db);
  const feed = createEventFeed(db, { pollMs: Math.min(settings.pollMs, 500), log });

  const unavailable = (): Problem | undefined => {
    if (health.isStopping()) return problem("stopping");
    if (commits.depth() > mostWaitingVouchers) return problem("overloaded");
    const reason = health.chainBehind();
    return reason === undefined ? undefined : problem("chain_behind", { reason });
  };

  limitSenders(app, { rate: settings.senderRate, burst: settings.senderBurst });
  registerVoucherRoutes(app, { db, intake, maxVouchersPerRequest, unavailable, log });
  registerQueryRoutes(app, { db, reads, finalHeight, hasLeases: market.contracts !== undefined });
  registerMarketRoutes(app, {
    ...market,
    db,
    reads,
    offersPerOperator: settings.offersPerOperator,
    catchUp: follow.catchUp,
    unavailable,
  });
  registerEventRoutes(app, { feed, maxListeners });
  registerAdminRoutes(app, { adminKey: loadAdminKey(settings.adminKeyFile), settle, catchUp: follow.catchUp });
  registerHealthRoutes(app, { health, metrics });
  let url = "";
  app.get("/v1/openapi.json", () => openApiDocument(url));

  url = await app.listen({ host: settings.host, port: settings.port });
  return {
    url,
    stop: async () => {
      feed.stop();
      await app.close();
    },
  };
}
