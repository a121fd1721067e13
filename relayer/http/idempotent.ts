import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Database } from "../store/database.ts";
import { dropReservation, keepAnswer, reserve } from "../store/idempotency.ts";
import { type Problem, problem } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

export type JsonAnswer = { readonly status: number; readonly body: object };

/**
 * Answer a request that may carry an `Idempotency-Key`: the same key with the same body gets the first answer again,
 * with another body it is refused. Answers that blame the relayer are not kept, so that the request can be repeated.
 */
export async function answerOnce(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: () => Promise<JsonAnswer | Problem>,
): Promise<FastifyReply> {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return send(reply, await answer());
  if (typeof key !== "string" || !/^[\x21-\x7e]{16,255}$/.test(key)) {
    const message = "expected 16 to 255 visible characters, for example a UUID";
    return sendProblem(reply, problem("malformed_request", { issues: [{ path: "Idempotency-Key", message }] }));
  }
  const hash = createHash("sha256").update(JSON.stringify(request.body)).digest("hex");
  const reservation = await reserve(db, key, hash);
  if (reservation.kind === "otherRequest") return sendProblem(reply, problem("idempotency_key_reused"));
  if (reservation.kind === "inProgress") return sendProblem(reply, problem("idempotency_key_in_use"), 1);
  if (reservation.kind === "answered") {
    const type = reservation.status < 300 ? "application/json" : "application/problem+json";
    return reply.status(reservation.status).header("idempotency-replayed", "true").type(type).send(reservation.body);
  }
  const given = await answer().catch(async (error: unknown) => {
    await dropReservation(db, key);
    throw error;
  });
  const body = "code" in given ? given : given.body;
  if (given.status < 500) await keepAnswer(db, key, given.status, JSON.stringify(body));
  else await dropReservation(db, key);
  return send(reply, given);
}

function send(reply: FastifyReply, given: JsonAnswer | Problem): FastifyReply {
  if ("code" in given) return sendProblem(reply, given, given.status === 503 ? 1 : undefined);
  return reply.status(given.status).send(given.body);
}
