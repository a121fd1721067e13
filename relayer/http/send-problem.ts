import type { FastifyReply } from "fastify";
import type { Problem } from "./problem.ts";

/** Answer with a problem document. `retryAfterSeconds` tells the client when it makes sense to ask again. */
export function sendProblem(reply: FastifyReply, body: Problem, retryAfterSeconds?: number): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(Math.ceil(retryAfterSeconds)));
  return reply.status(body.status).type("application/problem+json").send(JSON.stringify(body));
}
