import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Refusal } from "../core/refusal.ts";
import { voucherId } from "../core/voucher.ts";
import type { IntakeResult } from "../intake/commit-vouchers.ts";
import type { Intake } from "../intake/intake.ts";
import { type Submission, submissionSchema } from "../intake/submission.ts";
import { problem, problemOfRefusal } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

const bulkSchema = z.strictObject({ vouchers: z.array(z.unknown()).min(1) });

export type VoucherRouteOptions = {
  readonly intake: Intake;
  readonly maxVouchersPerRequest: number;
};

/** `POST /v1/vouchers`: one voucher, or many with a result for each. */
export function registerVoucherRoutes(
  app: FastifyInstance,
  { intake, maxVouchersPerRequest }: VoucherRouteOptions,
): void {
  app.post("/v1/vouchers", async (request, reply) => {
    const body = request.body;
    if (!isBulk(body)) {
      const [result] = await intake.submit([parseVoucher(body)]);
      return answerOne(reply, result);
    }
    const bulk = bulkSchema.safeParse(body);
    if (!bulk.success) return sendProblem(reply, problem("malformed_request", { issues: issuesOf(bulk.error) }));
    const { vouchers } = bulk.data;
    if (vouchers.length > maxVouchersPerRequest) {
      return sendProblem(
        reply,
        problem("too_many_vouchers", { found: vouchers.length, expected: maxVouchersPerRequest }),
      );
    }
    return answerMany(reply, await intake.submit(vouchers.map(parseVoucher)));
  });
}

function isBulk(body: unknown): boolean {
  return typeof body === "object" && body !== null && "vouchers" in body;
}

function parseVoucher(value: unknown): Submission | Refusal {
  const parsed = submissionSchema.safeParse(value);
  return parsed.success ? parsed.data : { code: "malformed_voucher", issues: issuesOf(parsed.error) };
}

function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues
    .slice(0, 16)
    .map(({ path, message }) => ({ path: path.join("."), message: message.slice(0, 200) }));
}

function answerOne(reply: FastifyReply, result: IntakeResult | undefined) {
  if (result === undefined) return sendProblem(reply, problem("internal"));
  if (result.kind === "refused") return sendProblem(reply, problemOfRefusal(result.refusal));
  return acknowledgement(result);
}

function answerMany(reply: FastifyReply, results: readonly IntakeResult[]) {
  const answers = results.map((result) =>
    result.kind === "refused"
      ? { status: "refused", problem: problemOfRefusal(result.refusal) }
      : acknowledgement(result),
  );
  const refused = results.filter((result) => result.kind === "refused").length;
  return reply
    .status(refused === 0 ? 200 : 207)
    .send({ accepted: results.length - refused, refused, results: answers });
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
