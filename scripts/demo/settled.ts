import type { Hex } from "viem";
import { connect } from "../books/rpc.ts";
import { escrowSlots, slotOf } from "../books/slots.ts";
import { channelMoney } from "../books/words.ts";

/** What is settled of each of these channels, from Escrow's storage. */
export async function readSettled(rpcUrl: string, escrow: Hex, channelIds: readonly Hex[]): Promise<bigint[]> {
  const words = await connect(rpcUrl)(
    channelIds.map((id) => ({
      method: "eth_getStorageAt",
      params: [escrow, slotOf(escrowSlots.channels, id), "latest"],
    })),
  );
  return words.map((word) => channelMoney(BigInt(word as Hex)).settled);
}
