import { type Address, type Hex, parseEventLogs, type RpcLog } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { nodesAbi } from "../../sdk/abi/nodes.ts";
import { offersAbi } from "../../sdk/abi/offers.ts";
import { qualityAbi } from "../../sdk/abi/quality.ts";
import { leaseEventsOf, type SourcedLeaseEvent } from "../../sdk/lease-events.ts";
import { type MarketChange, pair } from "../core/market.ts";
import type { Log } from "./chain-reader.ts";
import type { MarketContracts } from "./market-contracts.ts";

/** What changed in the money of a channel, before it is known whose channel it is. */
export type ChannelMoney = { readonly channelId: Hex; readonly blockNumber: number } & (
  | { readonly kind: "toppedUp"; readonly amount: bigint }
  | { readonly kind: "closed"; readonly settled: bigint; readonly refunded: bigint }
);

/** Everything that logs say of the market. */
export type MarketEvents = {
  /** In the order of the chain. */
  readonly changes: readonly MarketChange[];
  readonly leases: readonly SourcedLeaseEvent[];
  readonly money: readonly ChannelMoney[];
};

/**
 * The events of these logs that concern the market, in their order.
 * @param timestampOf of the blocks in which a lease ended
 */
export function marketEventsOf(
  contracts: MarketContracts,
  logs: readonly Log[],
  timestampOf: (blockNumber: number) => number,
): MarketEvents {
  const { escrow, feeCollector, market } = contracts;
  const of = (address: string) => logs.filter((log) => log.address === address);
  const changes = of(escrow).flatMap((log) => escrowChanges(log, feeCollector));
  const money = of(escrow).flatMap(channelMoney);
  if (market === undefined) return { changes, leases: [], money };
  changes.push(...of(market.nodes).flatMap(nodeChanges));
  changes.push(...of(market.offers).flatMap(offerChanges));
  changes.push(...of(market.quality).flatMap(qualityChanges));
  const { leases, staking, disputes } = market;
  return { changes, leases: leaseEventsOf({ escrow, leases, staking, disputes }, logs, timestampOf), money };
}

function escrowChanges(log: Log, feeCollector: Address | undefined): MarketChange[] {
  const { blockNumber } = log;
  return parse(escrowAbi, log).flatMap((event): MarketChange[] => {
    switch (event.eventName) {
      case "Deposited": {
        const { account, token, amount } = event.args;
        return [{ kind: "buyer", blockNumber, subject: pair(account, token), add: { free: amount } }];
      }
      case "Withdrawn": {
        const { account, token, amount } = event.args;
        return [{ kind: "buyer", blockNumber, subject: pair(account, token), add: { free: -amount } }];
      }
      case "RelayerFeesCollected": {
        const { relayer, token, amount } = event.args;
        return [{ kind: "buyer", blockNumber, subject: pair(relayer, token), add: { free: amount } }];
      }
      case "FeesCollected": {
        if (feeCollector === undefined) return [];
        const { token, amount } = event.args;
        return [{ kind: "buyer", blockNumber, subject: pair(feeCollector, token), add: { free: amount } }];
      }
      case "ChannelOpened": {
        const { payer, token, deposited } = event.args;
        const add = { free: -deposited, channels: 1n, deposits: deposited };
        return [{ kind: "buyer", blockNumber, subject: pair(payer, token), add }];
      }
      case "RelayerTermsChanged": {
        const { operator, token, relayer } = event.args;
        const set = { relayer: relayer.toLowerCase() };
        return [{ kind: "terms", blockNumber, subject: pair(operator, token), set }];
      }
      default:
        return [];
    }
  });
}

function channelMoney(log: Log): ChannelMoney[] {
  const { blockNumber } = log;
  return parse(escrowAbi, log).flatMap((event): ChannelMoney[] => {
    if (event.eventName === "ChannelToppedUp") return [{ kind: "toppedUp", blockNumber, ...event.args }];
    if (event.eventName === "ChannelClosed") return [{ kind: "closed", blockNumber, ...event.args }];
    return [];
  });
}

function nodeChanges(log: Log): MarketChange[] {
  const { blockNumber } = log;
  const node = (nodeId: bigint) => ({ kind: "node", blockNumber, subject: String(nodeId) }) as const;
  return parse(nodesAbi, log).flatMap((event): MarketChange[] => {
    switch (event.eventName) {
      case "ClassChanged": {
        const set = { leastBondPerUnit: String(event.args.leastBondPerUnit) };
        return [{ kind: "class", blockNumber, subject: String(event.args.classId), set }];
      }
      case "NodeRegistered": {
        const { nodeId, operator, classId, units, attestedUntil } = event.args;
        const set = { operator: operator.toLowerCase(), classId, units, attestedUntil, leasedUnits: 0, active: true };
        return [{ ...node(nodeId), set }];
      }
      case "NodeRenewed":
        return [{ ...node(event.args.nodeId), set: { attestedUntil: event.args.attestedUntil } }];
      case "NodeRetired":
        return [{ ...node(event.args.nodeId), set: { active: false } }];
      case "UnitsLeased":
      case "UnitsFreed":
        return [{ ...node(event.args.nodeId), set: { leasedUnits: event.args.leasedUnits } }];
      default:
        return [];
    }
  });
}

function offerChanges(log: Log): MarketChange[] {
  const { blockNumber } = log;
  return parse(offersAbi, log).flatMap((event): MarketChange[] => {
    switch (event.eventName) {
      case "OfferTaken": {
        const { operator, salt, uses } = event.args;
        return [{ kind: "offer", blockNumber, subject: pair(operator, salt), set: { uses: Number(uses) } }];
      }
      case "OfferCancelled":
        return [
          {
            kind: "offer",
            blockNumber,
            subject: pair(event.args.operator, event.args.salt),
            set: { cancelled: true },
          },
        ];
      case "OffersCancelled": {
        const subject = event.args.operator.toLowerCase();
        return [{ kind: "counter", blockNumber, subject, set: { counter: String(event.args.counter) } }];
      }
      case "KeyChanged": {
        const { operator, key, until } = event.args;
        return [{ kind: "key", blockNumber, subject: pair(operator, key), set: { until: Number(until) } }];
      }
      default:
        return [];
    }
  });
}

function qualityChanges(log: Log): MarketChange[] {
  const { blockNumber } = log;
  return parse(qualityAbi, log).flatMap((event): MarketChange[] => {
    if (event.eventName === "TierChanged") {
      const { operator, tier } = event.args;
      return [{ kind: "tier", blockNumber, subject: operator.toLowerCase(), set: { tier } }];
    }
    if (event.eventName !== "Recorded") return [];
    const { operator, good, bad, goodValue } = event.args;
    return [{ kind: "record", blockNumber, subject: operator.toLowerCase(), recorded: { good, bad, goodValue } }];
  });
}

function parse<const A extends Parameters<typeof parseEventLogs>[0]["abi"]>(abi: A, log: Log) {
  return parseEventLogs({ abi, logs: [log as unknown as RpcLog] });
}
