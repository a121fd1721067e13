import { type Hex, parseEventLogs, type RpcLog } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { skipReasons } from "../../sdk/skip-reasons.ts";
import type { ChannelEvent } from "../core/channel.ts";
import { lower } from "../core/lower.ts";
import type { Log } from "./chain-reader.ts";

/** The events of these logs that change a channel, in the order of the logs. */
export function channelEventsOf(logs: readonly Log[]): ChannelEvent[] {
  const parsed = parseEventLogs({ abi: escrowAbi, logs: logs as unknown as RpcLog[] });
  return parsed.flatMap((event) => channelEventOf(event) ?? []);
}

type EscrowEvent = ReturnType<typeof parseEventLogs<typeof escrowAbi>>[number];

function channelEventOf(event: EscrowEvent): ChannelEvent | undefined {
  const at = { blockNumber: Number(event.blockNumber), txHash: event.transactionHash };
  switch (event.eventName) {
    case "ChannelOpened": {
      const { payer, controller, operator, token, signer, nonce, deposited } = event.args;
      const identity = {
        payer: lower(payer),
        controller: lower(controller),
        operator: lower(operator),
        token: lower(token),
        signer: lower(signer),
        nonce,
      };
      return { ...at, channelId: event.args.channelId, kind: "opened", identity, deposited };
    }
    case "ChannelToppedUp":
      return { ...at, channelId: event.args.channelId, kind: "toppedUp", deposited: event.args.deposited };
    case "Settled":
      return { ...at, channelId: event.args.channelId, kind: "settled", settled: event.args.settled };
    case "CloseRequested":
      return { ...at, channelId: event.args.channelId, kind: "closeRequested", closesAt: Number(event.args.closesAt) };
    case "ChannelClosed":
      return { ...at, channelId: event.args.channelId, kind: "closed", settled: event.args.settled };
    default:
      return undefined;
  }
}

export type SkippedClaim = {
  readonly operator: Hex;
  readonly token: Hex;
  /** Place of the claim within its group. */
  readonly index: number;
  readonly reason: string;
};

/** The claims that a transaction of ours skipped, with Escrow's reasons. */
export function skippedClaimsOf(logs: readonly Log[]): SkippedClaim[] {
  return parseEventLogs({ abi: escrowAbi, eventName: "ClaimSkipped", logs: logs as unknown as RpcLog[] }).map(
    ({ args }) => ({
      operator: lower(args.operator),
      token: lower(args.token),
      index: Number(args.index),
      reason: skipReasons[args.reason] ?? `reason ${args.reason}`,
    }),
  );
}
