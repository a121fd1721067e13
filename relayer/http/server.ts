import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { answerClientError } from "./client-error.ts";
import { type Problem, problem } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

export type ServerLimits = {
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
  readonly trustProxy: boolean;
};

/** An HTTP server whose every answer is JSON, also those to requests that cannot be read. */
export function createServer(limits: ServerLimits, log: Logger): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyLimitBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    trustProxy: limits.trustProxy,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _, reply) => {
      sendProblem(reply, problem(error.code === "FST_ERR_MAX_PARAM_LENGTH" ? "uri_too_long" : "malformed_request"));
    },
    http: {
      headersTimeout: limits.requestTimeoutMs,
      // How often slow clients are looked for; Node's default is half a minute.
      connectionsCheckingInterval: Math.max(100, Math.min(1_000, limits.requestTimeoutMs / 4)),
    },
    routerOptions: { maxParamLength: 256 },
  });
  app.server.maxConnections = limits.maxConnections;
  const routes: { method: string; pattern: RegExp }[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    routes.push({ method: String(method), pattern: new RegExp(`^${url.replace(/:[a-z]+/g, "[^/]+")}$`) });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    const found = `${request.method} ${request.url.slice(0, 200)}`;
    if (allowed.length === 0) return sendProblem(reply, problem("not_found", { found }));
    return sendProblem(reply.header("allow", allowed.join(", ")), problem("method_not_allowed", { found }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const body = problemOfError(error, limits);
    if (body.status >= 500) log.error({ err: error, method: request.method, url: request.url }, "a request failed");
    return sendProblem(reply, body);
  });
  return app;
}

/** What the framework and the store throw, as a problem. */
function problemOfError(error: FastifyError, limits: ServerLimits): Problem {
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return problem("body_too_large", { expected: limits.bodyLimitBytes });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return problem("unsupported_media_type");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return problem("invalid_json");
    default:
      // A body that secure-json-parse or JSON.parse refuses has a status and no code.
      return error.statusCode !== undefined && error.statusCode < 500
        ? problem("malformed_request")
        : problem("internal");
  }
}
