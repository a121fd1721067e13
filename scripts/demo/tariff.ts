import type { InferenceRequest } from "./trace.ts";

/** What an operator asks, in the payment token's smallest unit per million tokens. */
export type Tariff = { readonly perMillionContext: bigint; readonly perMillionGenerated: bigint };

const million = 1_000_000n;

/** The price of one request, rounded up, so that no work is free. */
export function priceUp(tariff: Tariff, request: InferenceRequest): bigint {
  const context = BigInt(request.contextTokens) * tariff.perMillionContext;
  const generated = BigInt(request.generatedTokens) * tariff.perMillionGenerated;
  return (context + generated + million - 1n) / million;
}
