import { expandSignature } from "../../sdk/signature.ts";
import type { Refusal } from "../core/refusal.ts";
import type { HighestVoucher } from "../core/voucher.ts";
import { type CatalogueEntry, type ProblemCode, problems } from "./problem-catalogue.ts";

/** A problem document (RFC 9457) with the code that programs switch on, and who can do what. */
export type Problem = {
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly side: CatalogueEntry["side"];
  readonly action: string;
  readonly [extension: string]: unknown;
};

/** `extensions` say what was found and what is expected; amounts as decimal text. */
export function problem(code: ProblemCode, extensions: Readonly<Record<string, unknown>> = {}): Problem {
  const { title, status, side, action } = problems[code];
  return { type: `/v1/problems/${code}`, code, title, status, side, action, ...extensions };
}

/** Why something was refused, as its sender reads it. */
export function problemOfRefusal(refusal: Refusal | { readonly code: ProblemCode }): Problem {
  const { code, ...facts } = refusal;
  const extensions = Object.entries(facts).map(([name, value]) => [name, inJson(value)]);
  return problem(code, Object.fromEntries(extensions));
}

function inJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "object" && value !== null && "cumulative" in value)
    return highestInJson(value as HighestVoucher);
  return value;
}

/** The voucher with its signature as wallets give it, 65 bytes. */
export function highestInJson({ cumulative, signature }: HighestVoucher): { cumulative: string; signature: string } {
  const r = signature.slice(0, 66) as `0x${string}`;
  const vs = `0x${signature.slice(66)}` as const;
  return { cumulative: cumulative.toString(), signature: expandSignature({ r, vs }) };
}
