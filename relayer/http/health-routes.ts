import type { FastifyInstance } from "fastify";
import type { Health } from "../ops/health.ts";
import type { Metrics } from "../ops/metrics.ts";

const unlimited = { config: { unlimited: true } };

export type HealthRouteOptions = { readonly health: Health; readonly metrics: Metrics };

/** Health says whether everything moves, readiness whether vouchers are taken, metrics how much of everything. */
export function registerHealthRoutes(app: FastifyInstance, { health, metrics }: HealthRouteOptions): void {
  app.get("/v1/health", unlimited, async (_, reply) => {
    const report = await health.report();
    return reply.status(report.status === "ok" ? 200 : 503).send(report);
  });

  app.get("/v1/ready", unlimited, async (_, reply) => {
    const report = await health.readiness();
    return reply.status(report.ready ? 200 : 503).send(report);
  });

  app.get("/metrics", unlimited, async (_, reply) => {
    const text = await metrics.render();
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(text);
  });
}
