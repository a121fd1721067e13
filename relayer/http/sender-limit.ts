import type { FastifyInstance } from "fastify";
import { type Bucket, type BucketRule, take } from "../core/token-bucket.ts";
import { problem } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

// The longest unseen are forgotten first; a forgotten sender starts with a full bucket.
const mostSenders = 20_000;

/**
 * Let each sender's address have so many vouchers per second; any other request counts as one. Health and metrics are
 * free, so that a flood does not blind the owner.
 */
export function limitSenders(app: FastifyInstance, rule: BucketRule): void {
  if (rule.rate === 0) return;
  const buckets = new Map<string, Bucket>();
  app.addHook("preHandler", async (request, reply) => {
    if (request.routeOptions.config.unlimited === true) return;
    const { bucket, waitSeconds } = take(buckets.get(request.ip), costOf(request.body), Date.now(), rule);
    buckets.delete(request.ip);
    buckets.set(request.ip, bucket);
    if (buckets.size > mostSenders)
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    if (waitSeconds > 0) return sendProblem(reply, problem("rate_limited"), waitSeconds);
  });
}

function costOf(body: unknown): number {
  if (typeof body !== "object" || body === null || !("vouchers" in body) || !Array.isArray(body.vouchers)) return 1;
  return Math.max(1, body.vouchers.length);
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Not counted against the sender's limit. */
    unlimited?: boolean;
  }
}
