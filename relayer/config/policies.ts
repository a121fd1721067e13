import { type Address, parseGwei } from "viem";
import { parseAmount } from "../../sdk/amount.ts";
import { type Deployment, findToken } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { BatchPolicy } from "../core/batch-choice.ts";
import { lower } from "../core/lower.ts";
import type { SenderPolicy } from "../settle/context.ts";
import type { Settings } from "./settings.ts";

/** How the sender behaves, with amounts in each token's smallest unit. */
export function senderPolicy(settings: Settings, deployment: Deployment): SenderPolicy {
  const policies = new Map<Address, BatchPolicy>(
    deployment.tokens.map(({ address, decimals }) => [lower(address), batchPolicy(settings, decimals)]),
  );
  return {
    confirmations: settings.confirmations,
    limits: {
      maxClaims: settings.batchMaxClaims,
      maxGas: settings.batchMaxGas,
      maxCalldataBytes: settings.batchMaxCalldataBytes,
    },
    inFlight: settings.batchesInFlight,
    feeCap: {
      maxFeePerGas: parseGwei(String(settings.maxFeeGwei)),
      maxPriorityFeePerGas: parseGwei(String(settings.maxTipGwei)),
    },
    replaceAfterSeconds: settings.replaceAfterSeconds,
    rebroadcastSeconds: settings.rebroadcastSeconds,
    coinPriceOf: coinPrices(settings.coinPrice, deployment),
    worthAgainSeconds: settings.worthAgainSeconds,
    batchPolicyOf: (token) => {
      const policy = policies.get(token);
      if (policy === undefined) throw new RangeError(`The deployment has no token ${token}.`);
      return policy;
    },
  };
}

function batchPolicy(settings: Settings, decimals: number): BatchPolicy {
  return {
    value: parseAmount(settings.batchValue, decimals),
    channelValue: parseAmount(settings.channelValue, decimals),
    ageSeconds: settings.batchAgeSeconds,
    maxClaims: settings.batchMaxClaims,
  };
}

function coinPrices(text: string | undefined, deployment: Deployment): (token: Address) => bigint | undefined {
  const entries = text?.includes("=") ? text.split(",").map((part) => part.split("=")) : [];
  const named = entries.map(([symbol = "", price = ""]) => [findToken(deployment, symbol), price] as const);
  const all = text === undefined || named.length > 0 ? [] : deployment.tokens.map((token) => [token, text] as const);
  const prices = new Map(
    [...named, ...all].map(([{ address, decimals }, price]) => [
      lower(address),
      positive(parseAmount(price, decimals)),
    ]),
  );
  return (token) => prices.get(token);
}

function positive(price: bigint): bigint {
  if (price > 0n) return price;
  throw new MillraceError("The price of the coin cannot be zero.", {
    code: "coin-price-zero",
    found: "coinPrice 0",
    expected: "what one whole coin of the chain is worth in whole payment tokens, or no such setting",
  });
}
