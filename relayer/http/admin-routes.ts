import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { SettleLoop } from "../settle/settle-loop.ts";
import { problem } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

export type AdminRouteOptions = {
  readonly adminKey: string | undefined;
  readonly settle: Pick<SettleLoop, "flush">;
  readonly catchUp: () => Promise<void>;
};

/** What only the relayer's owner may ask for. Without a key in the settings there is no administration. */
export function registerAdminRoutes(app: FastifyInstance, { adminKey, settle, catchUp }: AdminRouteOptions): void {
  app.post("/v1/admin/flush", async (request, reply) => {
    if (!authorized(adminKey, request.headers.authorization)) return sendProblem(reply, problem("unauthorized"));
    await catchUp();
    return { batches: await settle.flush() };
  });
}

function authorized(key: string | undefined, header: string | undefined): boolean {
  if (key === undefined || header === undefined) return false;
  // Hashes have one length, so that the comparison takes the same time for every guess.
  return timingSafeEqual(sha256(header), sha256(`Bearer ${key}`));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
