import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { z } from "zod";
import type { Refusal } from "../core/refusal.ts";
import { voucherId } from "../core/voucher.ts";
import type { IntakeResult } from "../intake/commit-vouchers.ts";
import type { Intake } from "../intake/intake.ts";
import { type Submission, submissionSchema } from "../intake/submission.ts";
import type { Database } from "../store/database.ts";
import { answerOnce, type JsonAnswer } from "./idempotent.ts";
import { issuesOf } from "./issues.ts";
import { type Problem, problem, problemOfRefusal } from "./problem.ts";

const bulkSchema = z.strictObject({ vouchers: z.array(z.unknown()).min(1) });

export type VoucherRouteOptions = {
  readonly db: Database;
  readonly intake: Intake;
  readonly maxVouchersPerRequest: number;
  /** Why no voucher can be taken now, if so. */
  readonly unavailable: () => Problem | undefined;
  readonly log: Logger;
};

/** `POST /v1/vouchers`: one voucher, or many with a result for each. */
export function registerVoucherRoutes(app: FastifyInstance, options: VoucherRouteOptions): void {
  const { db, intake, maxVouchersPerRequest, unavailable, log } = options;

  const submit = async (submissions: readonly (Submission | Refusal)[]): Promise<IntakeResult[] | Problem> => {
    try {
      return await intake.submit(submissions);
    } catch (error) {
      log.error({ err: error }, "vouchers could not be stored");
      return problem("storage_failed");
    }
  };

  const answer = async (body: unknown): Promise<JsonAnswer | Problem> => {
    const stopped = unavailable();
    if (stopped !== undefined) return stopped;
    if (!isBulk(body)) {
      const results = await submit([parseVoucher(body)]);
      return Array.isArray(results) ? answerOne(results[0]) : results;
    }
    const bulk = bulkSchema.safeParse(body);
    if (!bulk.success) return problem("malformed_request", { issues: issuesOf(bulk.error) });
    const { vouchers } = bulk.data;
    if (vouchers.length > maxVouchersPerRequest) {
      return problem("too_many_vouchers", { found: vouchers.length, expected: maxVouchersPerRequest });
    }
    const results = await submit(vouchers.map(parseVoucher));
    return Array.isArray(results) ? answerMany(results) : results;
  };

  app.post("/v1/vouchers", (request, reply) => answerOnce(db, request, reply, () => answer(request.body)));
}

function isBulk(body: unknown): boolean {
  return typeof body === "object" && body !== null && "vouchers" in body;
}

function parseVoucher(value: unknown): Submission | Refusal {
  const parsed = submissionSchema.safeParse(value);
  return parsed.success ? parsed.data : { code: "malformed_voucher", issues: issuesOf(parsed.error) };
}

function answerOne(result: IntakeResult | undefined): JsonAnswer | Problem {
  if (result === undefined) return problem("internal");
  if (result.kind === "refused") return problemOfRefusal(result.refusal);
  return { status: 200, body: acknowledgement(result) };
}

function answerMany(results: readonly IntakeResult[]): JsonAnswer {
  const answers = results.map((result) =>
    result.kind === "refused"
      ? { status: "refused", problem: problemOfRefusal(result.refusal) }
      : acknowledgement(result),
  );
  const refused = results.filter((result) => result.kind === "refused").length;
  return {
    status: refused === 0 ? 200 : 207,
    body: { accepted: results.length - refused, refused, results: answers },
  };
}

function acknowledgement(result: Exclude<IntakeResult, { kind: "refused" }>) {
  const { channelId, signer, cumulative } = result.voucher;
  return {
    status: result.kind,
    id: voucherId(channelId, cumulative),
    channelId,
    signer,
    cumulative: cumulative.toString(),
    deposited: result.deposited.toString(),
    settled: result.settled.toString(),
  };
}
