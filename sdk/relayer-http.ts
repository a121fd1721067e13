import { z } from "zod";
import { MillraceError } from "./error.ts";

const amount = z.string().regex(/^\d+$/).transform(BigInt);
export const highestSchema = z.object({
  cumulative: amount,
  signature: z
    .string()
    .regex(/^0x[0-9a-fA-F]*$/)
    .transform((text) => text as `0x${string}`),
});

/** RFC 9457. Programs switch on `code`; `highest` is there when a lower voucher than the best known one was sent. */
export const problemSchema = z.looseObject({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  side: z.string().optional(),
  action: z.string().optional(),
  highest: highestSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

type Answer = { readonly status: number; readonly json: unknown };

/**
 * One question to a relayer: a GET, or with a body a POST.
 * @throws MillraceError `relayer-unreachable`
 */
export async function ask(url: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { ...init, headers: { "content-type": "application/json" } });
    return { status: response.status, json: await response.json() };
  } catch (cause) {
    throw new MillraceError("The relayer does not answer.", {
      code: "relayer-unreachable",
      found: `${url}: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Check the address and whether it runs; what was sent may be sent again at any time.",
      cause,
    });
  }
}

/**
 * The answer to {@link ask} in the form of `schema`.
 * @throws MillraceError `relayer-unreachable`, `relayer-refused` or `relayer-answer`
 */
export async function askFor<T extends z.ZodType>(schema: T, url: string, body?: unknown): Promise<z.infer<T>> {
  const { status, json } = await ask(url, body);
  if (status >= 300) throw refused(json, status);
  return parseAs(schema, json, url);
}

/** {@link askFor}, undefined where there is no such thing. */
export async function lookUp<T extends z.ZodType>(schema: T, url: string): Promise<z.infer<T> | undefined> {
  const { status, json } = await ask(url);
  if (status === 404) return undefined;
  if (status >= 300) throw refused(json, status);
  return parseAs(schema, json, url);
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
