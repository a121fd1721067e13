import type { ChannelState } from "../sdk/escrow-reader.ts";
import type { Opening } from "../sdk/opening.ts";
import type { RelayerChannel } from "../sdk/relayer-vouchers.ts";
import type { Context } from "./context.ts";

/** Everything that is known of a channel. Amounts in the token's smallest unit. */
export type ChannelFacts = {
  readonly opening: Opening;
  readonly state: ChannelState;
  /** What the relayer knows; undefined without a relayer, or if it knows nothing. */
  readonly relayed: RelayerChannel | undefined;
  /** The highest amount that is settled or, as far as the relayer knows, signed. */
  readonly owed: bigint;
  /** What can still be signed for. */
  readonly left: bigint;
  readonly phase: "open" | "closing" | "closed";
};

/** Ask chain and relayer. A relayer that does not answer is left out, unless it must: the chain is what counts. */
export async function readChannelFacts(
  context: Context,
  opening: Opening,
  need?: "relayer must answer",
): Promise<ChannelFacts> {
  const { channelId } = opening;
  const [state, relayed] = await Promise.all([
    context.reader.channel(channelId),
    context.relayerIfSet?.channel(channelId).catch((error: unknown) => {
      if (need !== undefined) throw error;
      return undefined;
    }),
  ]);
  const signed = relayed?.highest?.cumulative ?? 0n;
  const owed = signed > state.settled ? signed : state.settled;
  const left = state.deposited > owed ? state.deposited - owed : 0n;
  const phase = state.closed ? "closed" : state.closing ? "closing" : "open";
  return { opening, state, relayed, owed, left, phase };
}
