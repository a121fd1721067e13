import { z } from "zod";
import { submissionSchema } from "../intake/submission.ts";
import { marketInputs, marketPaths } from "./market-openapi.ts";
import { byId, json, lookUp, operation, path, ref } from "./openapi-parts.ts";
import type { ProblemCode } from "./problem-catalogue.ts";
import {
  acknowledgementSchema,
  batchSchema,
  bulkAnswerSchema,
  bulkSubmissionSchema,
  channelSchema,
  flushSchema,
  healthSchema,
  problemSchema,
  readinessSchema,
  voucherSchema,
} from "./schemas.ts";

type Schemas = Record<string, z.ZodType>;

const inputs: Schemas = { VoucherSubmission: submissionSchema, BulkSubmission: bulkSubmissionSchema, ...marketInputs };
const outputs: Schemas = {
  Problem: problemSchema,
  Acknowledgement: acknowledgementSchema,
  BulkAnswer: bulkAnswerSchema,
  Channel: channelSchema,
  Voucher: voucherSchema,
  Batch: batchSchema,
  Health: healthSchema,
  Readiness: readinessSchema,
  Flush: flushSchema,
};

const voucherProblems: readonly ProblemCode[] = [
  "invalid_json",
  "malformed_request",
  "malformed_voucher",
  "unknown_channel",
  "lower_cumulative",
  "idempotency_key_in_use",
  "body_too_large",
  "too_many_vouchers",
  "unsupported_media_type",
  "wrong_chain",
  "wrong_contract",
  "signature_length",
  "signature_high_s",
  "signature_invalid",
  "wrong_signer",
  "salt_mismatch",
  "unknown_token",
  "channel_closed",
  "channel_by_amount",
  "close_too_near",
  "over_deposit",
  "idempotency_key_reused",
  "chain_behind",
  "overloaded",
  "storage_failed",
];

/** The interface in OpenAPI 3.1, from the schemas that parse requests and describe answers. */
export function openApiDocument(serverUrl: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Millrace relayer",
      version: "1",
      description:
        "Takes signed vouchers and settles them on chain. A voucher authenticates itself: no account is needed. Amounts " +
        "are decimal text in the token's smallest unit; addresses and hashes are answered in lower case.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: serverUrl }],
    paths: {
      "/v1/vouchers": { post: submitVouchers() },
      "/v1/channels/{id}": { get: lookUp("A channel and its highest voucher", "id", "Channel") },
      "/v1/vouchers/{id}": {
        get: lookUp("What became of a voucher; the id is <channelId>-<cumulative>", "id", "Voucher"),
      },
      "/v1/batches/{id}": { get: lookUp("One transaction and what each of its vouchers got", "id", "Batch") },
      "/v1/operators/{address}": {
        get: lookUp("What an operator has here, and its standing in the market", "address", "Operator"),
      },
      "/v1/problems/{code}": {
        get: operation("What a problem means", { 200: json("An entry of the catalogue") }, byId, [path("code")]),
      },
      ...marketPaths(),
      "/v1/events": { get: followEvents() },
      "/v1/health": {
        get: operation("Whether everything moves, with the reason of what does not", {
          200: json("All is well", "Health"),
          503: json("Something has stopped", "Health"),
        }),
      },
      "/v1/ready": {
        get: operation("Whether vouchers are taken now", {
          200: json("They are", "Readiness"),
          503: json("They are not", "Readiness"),
        }),
      },
      "/v1/openapi.json": { get: operation("This document", { 200: json("OpenAPI 3.1") }) },
      "/v1/admin/flush": {
        post: {
          ...operation(
            "Settle what is due now, ahead of every schedule",
            { 200: json("The batches that were sent", "Flush") },
            ["unauthorized"],
          ),
          security: [{ administration: [] }],
        },
      },
      "/metrics": {
        get: operation("Prometheus metrics", {
          200: { description: "Text format", content: { "text/plain": { schema: { type: "string" } } } },
        }),
      },
    },
    components: {
      schemas: componentSchemas(),
      securitySchemes: { administration: { type: "http", scheme: "bearer" } },
    },
  };
}

function submitVouchers() {
  const key = {
    name: "Idempotency-Key",
    in: "header",
    description: "16 to 255 visible characters. The same key and body get the first answer again, for 24 hours.",
    schema: { type: "string", minLength: 16, maxLength: 255 },
  };
  const body = { oneOf: [ref("VoucherSubmission"), ref("BulkSubmission")] };
  return {
    ...operation(
      "Hand over one voucher, or many",
      {
        200: {
          description: "Durably stored, or stored before",
          content: { "application/json": { schema: { oneOf: [ref("Acknowledgement"), ref("BulkAnswer")] } } },
        },
        207: json("Of many vouchers, some are refused", "BulkAnswer"),
      },
      voucherProblems,
      [key],
    ),
    requestBody: { required: true, content: { "application/json": { schema: body } } },
  };
}

function followEvents() {
  const query = (name: string) => ({ name, in: "query", schema: { type: "string" } });
  return operation(
    "Follow the progress of settlement (server-sent events)",
    {
      200: {
        description: "A stream that can be resumed by Last-Event-ID",
        content: { "text/event-stream": { schema: { type: "string" } } },
      },
    },
    ["malformed_request", "overloaded"],
    [
      query("operator"),
      query("channel"),
      query("batch"),
      { name: "Last-Event-ID", in: "header", schema: { type: "string" } },
    ],
  );
}

function componentSchemas(): Record<string, unknown> {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const convert = (schemas: Schemas, io: "input" | "output") => {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
    return z.toJSONSchema(registry, { uri, io, unrepresentable: "any" }).schemas;
  };
  return { ...convert(inputs, "input"), ...convert(outputs, "output") };
}
