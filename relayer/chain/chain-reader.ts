import type { Address, Hex } from "viem";
import { z } from "zod";
import type { Rpc } from "./rpc.ts";

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform((text) => BigInt(text));
const number = quantity.transform(Number);
const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);
const data = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Hex);

const blockSchema = z
  .object({
    number,
    hash,
    parentHash: hash,
    timestamp: number,
    logsBloom: data,
    baseFeePerGas: quantity.optional(),
  })
  .nullable();

const logSchema = z.object({
  address: data,
  topics: z.array(hash),
  data,
  blockNumber: number,
  blockHash: hash,
  transactionHash: hash,
  logIndex: number,
});

const receiptSchema = z
  .object({
    transactionHash: hash,
    blockNumber: number,
    blockHash: hash,
    status: quantity.transform((status) => status === 1n),
    gasUsed: number,
    effectiveGasPrice: quantity,
    logs: z.array(logSchema),
  })
  .nullable();

export type Block = NonNullable<z.infer<typeof blockSchema>>;
export type Log = z.infer<typeof logSchema>;
export type Receipt = NonNullable<z.infer<typeof receiptSchema>>;

/** What the relayer asks of a chain; every answer is parsed. */
export type ChainReader = ReturnType<typeof chainReader>;

export function chainReader(rpc: Rpc) {
  const ask = async <T>(schema: z.ZodType<T>, method: string, params: readonly unknown[]): Promise<T> =>
    schema.parse(await rpc.request(method, params));
  return {
    chainId: () => ask(number, "eth_chainId", []),
    latestBlock: () => ask(blockSchema, "eth_getBlockByNumber", ["latest", false]),
    block: (height: number) => ask(blockSchema, "eth_getBlockByNumber", [hex(height), false]),
    logsOfBlock: (address: readonly Address[], blockHash: Hex) =>
      ask(z.array(logSchema), "eth_getLogs", [{ address, blockHash }]),
    logsOfRange: (address: readonly Address[], from: number, to: number) =>
      ask(z.array(logSchema), "eth_getLogs", [{ address, fromBlock: hex(from), toBlock: hex(to) }]),
    receipt: (txHash: Hex) => ask(receiptSchema, "eth_getTransactionReceipt", [txHash]),
    call: (call: { from?: Address; to: Address; data: Hex; gas?: number }) =>
      ask(data, "eth_call", [{ ...call, ...(call.gas === undefined ? {} : { gas: hex(call.gas) }) }, "latest"]),
    code: (address: Address) => ask(data, "eth_getCode", [address, "latest"]),
    balance: (address: Address) => ask(quantity, "eth_getBalance", [address, "latest"]),
    nonce: (address: Address, height?: number) =>
      ask(number, "eth_getTransactionCount", [address, height === undefined ? "latest" : hex(height)]),
    suggestedTip: () => ask(quantity, "eth_maxPriorityFeePerGas", []),
    sendRaw: (raw: Hex) => ask(hash, "eth_sendRawTransaction", [raw]),
  };
}

function hex(value: number): Hex {
  return `0x${value.toString(16)}`;
}
