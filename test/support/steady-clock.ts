import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { ChainType, NetworkConnection } from "hardhat/types/network";
import type { JsonRpcRequest, JsonRpcResponse } from "hardhat/types/providers";

type Send = (method: string, ...params: unknown[]) => Promise<JsonRpcResponse>;
type Head = { readonly number: string; readonly timestamp: string };

const MINES = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine", "hardhat_mine"]);
const SETS_TIME = new Set(["evm_setNextBlockTimestamp", "evm_increaseTime"]);

/**
 * Make each block of a chain one second younger than its parent, unless the test has said another time. By itself the
 * chain follows the machine's clock: where two steps of a test lie seconds apart because the machine is busy, so do their
 * blocks, and what is paid by the second, or due at a second, is another.
 */
export function steadyClock(
  { hooks }: Pick<HardhatRuntimeEnvironment, "hooks">,
  chain: NetworkConnection<ChainType | string>,
): void {
  /** The head for whose successor the test has said a time. */
  let saidAt: string | undefined;
  hooks.registerHandlers("network", {
    onRequest: async (context, connection, request, next) => {
      const pass = () => next(context, connection, request);
      if (connection.id !== chain.id) return pass();
      const send: Send = (method, ...params) =>
        next(context, connection, { jsonrpc: "2.0", id: 0, method, params } satisfies JsonRpcRequest);
      if (request.method === "evm_revert") saidAt = undefined;
      if (SETS_TIME.has(request.method)) saidAt = (await headOf(send)).number;
      if (MINES.has(request.method)) {
        const { number, timestamp } = await headOf(send);
        if (number !== saidAt) await send("evm_setNextBlockTimestamp", `0x${(BigInt(timestamp) + 1n).toString(16)}`);
      }
      return pass();
    },
  });
}

async function headOf(send: Send): Promise<Head> {
  const response = await send("eth_getBlockByNumber", "latest", false);
  if (!("result" in response)) throw new Error("The chain of the tests has no head.");
  return response.result as Head;
}
