import { type Address, parseGwei } from "viem";
import { parseAmount } from "../../sdk/amount.ts";
import type { Deployment } from "../../sdk/deployment.ts";
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
