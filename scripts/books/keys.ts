import { addressIn, type Log, topics } from "./events.ts";
import type { Hex } from "./rpc.ts";

/** Where money of one token can be: the keys to look under, in no order. Amounts in events are not used. */
export type TokenKeys = {
  /** Addresses that ever sent or received the token. */
  readonly wallets: ReadonlySet<Hex>;
  /** Accounts that may have a free balance. */
  readonly accounts: ReadonlySet<Hex>;
  readonly channelIds: ReadonlySet<Hex>;
  readonly operators: ReadonlySet<Hex>;
};

/** Find the keys of one token in the events of the token and of Escrow. */
export function keysOf(token: Hex, logs: readonly Log[], feeCollector: Hex): TokenKeys {
  const wallets = new Set<Hex>();
  const accounts = new Set<Hex>([feeCollector]);
  const channelIds = new Set<Hex>();
  const operators = new Set<Hex>();
  for (const { address, topic, indexed, data } of logs) {
    if (topic === topics.transfer && address === token) {
      wallets.add(addressIn(indexed[0])).add(addressIn(indexed[1]));
    } else if (topic === topics.deposited && addressIn(indexed[1]) === token) {
      accounts.add(addressIn(indexed[0]));
    } else if (topic === topics.relayerFeesCollected && addressIn(indexed[2]) === token) {
      accounts.add(addressIn(indexed[0]));
    } else if (topic === topics.channelOpened && addressIn(data[0]) === token) {
      channelIds.add(indexed[0] as Hex);
      accounts.add(addressIn(indexed[1]));
      operators.add(addressIn(indexed[2]));
    }
  }
  return { wallets, accounts, channelIds, operators };
}

/** Where MILL can be in Staking: the keys to look under. */
export type StakingKeys = {
  readonly operators: ReadonlySet<Hex>;
  /** Accounts that may have a credit. */
  readonly accounts: ReadonlySet<Hex>;
  /** Disputes that took something. */
  readonly slashes: ReadonlySet<Hex>;
};

/** Find the keys of Staking in its events. */
export function stakingKeysOf(staking: Hex, logs: readonly Log[]): StakingKeys {
  const operators = new Set<Hex>();
  const accounts = new Set<Hex>();
  const slashes = new Set<Hex>();
  for (const { address, topic, indexed } of logs) {
    if (address !== staking) continue;
    // Rewards and compensation only ever change the records of operators with stake.
    if (topic === topics.staked || topic === topics.delegated) operators.add(addressIn(indexed[0]));
    else if (topic === topics.credited) accounts.add(addressIn(indexed[0]));
    else if (topic === topics.slashBooked) slashes.add(indexed[0] as Hex);
  }
  return { operators, accounts, slashes };
}
