import type { FastifyReply } from "fastify";
import type { Problem } from "./problem.ts";

export function sendProblem(reply: FastifyReply, body: Problem): FastifyReply {
  return reply.status(body.status).type("application/problem+json").send(JSON.stringify(body));
}
