import type { Address, Hex, PublicClient } from "viem";
import { escrowAbi } from "./abi/escrow.ts";

/** What a channel holds now; all false and zero if it was never opened. Amounts in the token's smallest unit. */
export type ChannelState = {
  readonly deposited: bigint;
  readonly settled: bigint;
  /** Timestamp (s) from which anyone may close; 0 while no close is requested. */
  readonly closesAt: bigint;
  /** The challenge period bound at opening; 0 once a close is requested. */
  readonly challengeSeconds: bigint;
  readonly feeBps: bigint;
  readonly open: boolean;
  readonly closing: boolean;
  readonly closed: boolean;
  readonly controlled: boolean;
  readonly byAmount: boolean;
};

export type RelayerTerms = { readonly relayer: Address; readonly feeBps: bigint };

/** Escrow's views, as questions to one deployment. */
export type EscrowReader = ReturnType<typeof escrowReader>;

export function escrowReader(client: PublicClient, escrow: Address) {
  const at = { address: escrow, abi: escrowAbi } as const;
  return {
    freeBalance: (account: Address, token: Address): Promise<bigint> =>
      client.readContract({ ...at, functionName: "freeBalance", args: [account, token] }),

    channel: (channelId: Hex): Promise<ChannelState> =>
      client.readContract({ ...at, functionName: "channel", args: [channelId] }),

    /** What the operator can withdraw, and the protocol fees on it that were not collected. */
    earnings: async (operator: Address, token: Address): Promise<{ net: bigint; fees: bigint }> => {
      const [net, fees] = await client.readContract({ ...at, functionName: "earnings", args: [operator, token] });
      return { net, fees };
    },

    beneficiaryOf: (operator: Address, token: Address): Promise<Address> =>
      client.readContract({ ...at, functionName: "beneficiaryOf", args: [operator, token] }),

    /** The terms in force, and those that will be from `effectiveAt` (timestamp, s; 0 if none are pending). */
    relayerTerms: async (
      operator: Address,
      token: Address,
    ): Promise<{ current: RelayerTerms; next: RelayerTerms; effectiveAt: bigint }> => {
      const args = [operator, token] as const;
      const [current, next, effectiveAt] = await client.readContract({ ...at, functionName: "relayerTerms", args });
      return { current, next, effectiveAt };
    },
  };
}
