import type { Hex } from "viem";
import { z } from "zod";
import { MillraceError } from "./error.ts";
import type { Voucher } from "./voucher.ts";

export type SignedVoucher = Voucher & { readonly signature: Hex };

/** What the relayer said of one voucher. */
export type VoucherAnswer =
  | { readonly kind: "accepted"; readonly id: string; readonly isDuplicate: boolean }
  | { readonly kind: "refused"; readonly problem: Problem };

const amount = z.string().regex(/^\d+$/).transform(BigInt);
const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text as Hex);
const highest = z.object({ cumulative: amount, signature: hex });

/** RFC 9457. Programs switch on `code`; `highest` is there when a lower voucher than the best known one was sent. */
const problemSchema = z.looseObject({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  side: z.string().optional(),
  action: z.string().optional(),
  highest: highest.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

const acknowledgementSchema = z.object({ status: z.enum(["stored", "duplicate"]), id: z.string() });
const bulkSchema = z.object({
  results: z.array(
    z.union([acknowledgementSchema, z.object({ status: z.literal("refused"), problem: problemSchema })]),
  ),
});
type Result = z.infer<typeof bulkSchema>["results"][number];

/** A channel as the relayer knows it. Amounts in the token's smallest unit. */
const channelSchema = z.object({
  phase: z.string(),
  deposited: amount,
  settled: amount,
  unsettled: amount,
  /** The highest voucher it holds. */
  highest: highest.nullable(),
  setAside: z.object({ reason: z.string() }).nullable(),
});
export type RelayerChannel = z.infer<typeof channelSchema>;

/** A relayer's HTTP interface. Every call throws MillraceError `relayer-unreachable` or `relayer-answer`. */
export type RelayerClient = {
  /** Hand over vouchers, at most 1,000; the answers come in the same order. Throws `relayer-refused` for the whole. */
  readonly postVouchers: (vouchers: readonly SignedVoucher[]) => Promise<VoucherAnswer[]>;
  /** What it knows of a channel; undefined if nothing. */
  readonly channel: (channelId: Hex) => Promise<RelayerChannel | undefined>;
  /** Whether it is healthy, and what it says of itself. */
  readonly health: () => Promise<{ readonly isHealthy: boolean; readonly report: unknown }>;
};

/** @param url like http://127.0.0.1:8645 */
export function relayerClient(url: string): RelayerClient {
  const base = url.replace(/\/+$/, "");
  return {
    postVouchers: async (vouchers) => {
      const { status, json } = await ask(`${base}/v1/vouchers`, { vouchers: vouchers.map(onTheWire) });
      if (status >= 300) throw refused(json, status);
      return parseAs(bulkSchema, json, base).results.map(toAnswer);
    },
    channel: async (channelId) => {
      const { status, json } = await ask(`${base}/v1/channels/${channelId}`);
      if (status === 404) return undefined;
      if (status >= 300) throw refused(json, status);
      return parseAs(channelSchema, json, base);
    },
    health: async () => {
      const { status, json } = await ask(`${base}/v1/health`);
      return { isHealthy: status === 200, report: json };
    },
  };
}

/** The voucher as the relayer takes it: numbers as decimal text. */
function onTheWire({ operator, token, salt, cumulative, signature }: SignedVoucher): Record<string, string> {
  return { operator, token, salt: String(salt), cumulative: String(cumulative), signature };
}

function toAnswer(result: Result): VoucherAnswer {
  if (result.status === "refused") return { kind: "refused", problem: result.problem };
  return { kind: "accepted", id: result.id, isDuplicate: result.status === "duplicate" };
}

type Answer = { readonly status: number; readonly json: unknown };

async function ask(url: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { ...init, headers: { "content-type": "application/json" } });
    return { status: response.status, json: await response.json() };
  } catch (cause) {
    throw new MillraceError("The relayer does not answer.", {
      code: "relayer-unreachable",
      found: `${url}: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Check the address and whether it runs; a voucher may be sent again at any time.",
      cause,
    });
  }
}

function parseAs<T extends z.ZodType>(schema: T, json: unknown, url: string): z.infer<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new MillraceError("The relayer's answer does not have the documented form.", {
    code: "relayer-answer",
    found: `${url}: ${z.prettifyError(parsed.error)}`,
    next: "Check that this is a relayer of Millrace, and of the same version.",
  });
}

function refused(json: unknown, status: number): MillraceError {
  const parsed = problemSchema.safeParse(json);
  return new MillraceError(parsed.success ? parsed.data.title : "The relayer refused the request.", {
    code: "relayer-refused",
    found: parsed.success ? parsed.data.code : `HTTP ${status}`,
    next: parsed.data?.action,
  });
}
