import { z } from "zod";
import { journalStates } from "../core/journal-state.ts";
import { submissionSchema } from "../intake/submission.ts";
import { type ProblemCode, problems } from "./problem-catalogue.ts";
import { voucherStates } from "./views.ts";

// What goes over the wire, for the description of the interface and for the tests that hold the answers to it.

const hex = (digits: number, what: string) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${digits}}$`))
    .meta({ description: `${what}, in lower case` });
const address = hex(40, "An address");
const hash = hex(64, "A hash");
const amount = z.string().regex(/^\d+$/).meta({ description: "In the token's smallest unit, decimal" });
const time = z.iso.datetime().meta({ description: "ISO 8601" });
const signedAmount = z.object({ cumulative: amount, signature: hex(130, "65 bytes: r, s, v") });
const voucherIdText = z.string().regex(/^0x[0-9a-f]{64}-[1-9]\d*$/);

export const problemSchema = z
  .looseObject({
    type: z.string(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    title: z.string(),
    status: z.int(),
    side: z.enum(["buyer", "operator", "client", "relayer"]).meta({ description: "Who can do something about it" }),
    action: z.string().meta({ description: "What that side does" }),
    highest: signedAmount.optional(),
    settled: amount.optional(),
    deposited: amount.optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", title: "Problem document (RFC 9457)" });

export const acknowledgementSchema = z
  .strictObject({
    status: z.enum(["stored", "duplicate"]),
    id: voucherIdText,
    channelId: hash,
    signer: address,
    cumulative: amount,
    deposited: amount,
    settled: amount,
  })
  .meta({ id: "Acknowledgement", title: "The voucher is stored; it will be settled" });

export const bulkSubmissionSchema = z
  .strictObject({ vouchers: z.array(submissionSchema).min(1) })
  .meta({ id: "BulkSubmission" });

export const bulkAnswerSchema = z
  .strictObject({
    accepted: z.int(),
    refused: z.int(),
    results: z
      .array(z.union([acknowledgementSchema, z.strictObject({ status: z.literal("refused"), problem: problemSchema })]))
      .meta({ description: "One for each voucher, in their order" }),
  })
  .meta({ id: "BulkAnswer" });

export const channelSchema = z
  .strictObject({
    channelId: hash,
    payer: address,
    controller: address,
    operator: address,
    token: address,
    signer: address,
    nonce: amount,
    salt: amount,
    phase: z.enum(["open", "closing", "closed"]),
    byAmount: z.boolean(),
    deposited: amount,
    settled: amount,
    closesAt: z.int().meta({ description: "Timestamp (s) from which anyone may close; 0 if no close is requested" }),
    unsettled: amount.meta({ description: "What the highest voucher can still be paid" }),
    highest: signedAmount.nullable(),
    receivedAt: time.nullable(),
    sent: amount.meta({ description: "The highest amount that a transaction in flight carries; 0 if none" }),
    batch: z.int().nullable(),
    setAside: z.strictObject({ reason: z.string(), retryAt: time.nullable() }).nullable(),
  })
  .meta({ id: "Channel", title: "A channel, as of the last block that was read" });

export const voucherSchema = z
  .strictObject({
    id: voucherIdText,
    channelId: hash,
    cumulative: amount,
    state: z.enum(voucherStates),
    superseded: z.boolean().meta({ description: "A higher voucher covers it" }),
    batch: z.int().nullable(),
    transaction: hash.nullable(),
    block: z.int().nullable(),
    reason: z.string().nullable(),
    retryAt: time.nullable(),
  })
  .meta({ id: "Voucher", title: "What became of an amount" });

export const batchSchema = z
  .strictObject({
    id: z.int(),
    state: z.enum(journalStates),
    reason: z.string().meta({ description: "Why it was sent then: closing, flush, value, age, full, or lease" }),
    givenUp: z.string().nullable(),
    sender: address,
    nonce: z.int(),
    claims: z.int(),
    gasLimit: z.int(),
    gasUsed: z.int().nullable(),
    gasPrice: amount.nullable(),
    block: z.int().nullable(),
    transaction: hash.nullable(),
    createdAt: time,
    finishedAt: time.nullable(),
    attempts: z.array(
      z.strictObject({
        transaction: hash,
        maxFeePerGas: amount,
        broadcasts: z.int(),
        lastAnswer: z.string().nullable(),
      }),
    ),
    items: z.array(
      z.strictObject({
        channelId: hash,
        operator: address,
        token: address,
        cumulative: amount,
        outcome: z.string().nullable().meta({ description: "paid, elsewhere, or skipped with its reason" }),
      }),
    ),
    leaseSteps: z.array(z.strictObject({ leaseId: hash, step: z.string() })).meta({
      description: "Instead of vouchers: what was done for leases (settle, complete, finalize, reportNoShow)",
    }),
  })
  .meta({ id: "Batch", title: "One transaction and the vouchers it carries" });

export const healthSchema = z
  .strictObject({
    status: z.enum(["ok", "failing"]),
    checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), reason: z.string().optional() })),
    durability: z.string(),
    role: z.string(),
    head: z.strictObject({ number: z.int(), hash, timestamp: z.int() }).nullable(),
    unsettled: z.array(
      z.strictObject({
        token: address,
        claims: z.int(),
        value: amount,
        closing: amount,
        setAside: amount,
        oldestSeconds: z.int(),
      }),
    ),
  })
  .meta({ id: "Health" });

export const readinessSchema = z
  .strictObject({ ready: z.boolean(), reasons: z.array(z.string()) })
  .meta({ id: "Readiness" });

export const flushSchema = z.strictObject({ batches: z.array(z.int()) }).meta({ id: "Flush" });
