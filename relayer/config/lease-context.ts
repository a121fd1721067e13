import type { Address } from "viem";
import type { LeaseContracts } from "../chain/market-contracts.ts";
import { lower } from "../core/lower.ts";
import type { LeaseContext, SenderPolicy } from "../settle/context.ts";
import type { Served } from "../store/lease-work.ts";
import type { Settings } from "./settings.ts";

/** Whose leases are carried, and when; undefined where there are none. */
export function leaseContext(
  settings: Pick<Settings, "leaseOperators" | "leaseNoShows" | "batchAgeSeconds">,
  contracts: LeaseContracts | undefined,
  policy: Pick<SenderPolicy, "batchPolicyOf">,
  tokens: ReadonlySet<Address>,
): LeaseContext | undefined {
  if (contracts === undefined) return undefined;
  return {
    address: contracts.leases,
    served: servedOf(settings.leaseOperators),
    noShows: settings.leaseNoShows,
    policyOf: (token) => {
      // A token that was listed after the addresses file was written has no decimals here: it is settled by age.
      if (!tokens.has(token)) return { value: undefined, ageSeconds: settings.batchAgeSeconds };
      const { channelValue, ageSeconds } = policy.batchPolicyOf(token);
      return { value: channelValue, ageSeconds };
    },
  };
}

function servedOf(text: string): Served {
  if (text === "all" || text === "none" || text === "named") return text;
  return text.split(",").map((address) => lower(address as Address));
}
