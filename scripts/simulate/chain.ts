import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";

export type Log = { readonly address: string; readonly topics: readonly string[]; readonly data: string };

/** One call of somebody's, to be mined in the next block. */
export type Action = {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  /** What it is for: names the call when it fails. */
  readonly what: string;
  /** Whether the caller reckons with a refusal; anything else that fails ends the run. */
  readonly mayFail?: boolean;
  /** What follows from its success. */
  readonly onMined?: (logs: readonly Log[]) => void;
};

/** The chain of one simulation: in this process, with a key for everybody, and a clock that we set. */
export type SimulatedChain = {
  readonly provider: EthereumProvider;
  /** Mine all actions in one block at `timestamp` (s), in their order, then tell each what came of it. */
  readonly block: (actions: readonly Action[], timestamp: number) => Promise<void>;
  /** The latest block's timestamp (s). */
  readonly now: () => Promise<number>;
  /** Transactions mined so far. */
  readonly transactions: () => number;
  /** Refusals that their callers reckoned with, by what was called and why. */
  readonly refusals: ReadonlyMap<string, number>;
};

/** Enough for any call; blocks take as many as there are, and gas costs nothing. */
const GAS = "0x989680";
const BLOCK_GAS = 1_000_000_000_000n;
const ETHER = 10n ** 18n;

export async function openChain(privateKeys: readonly string[]): Promise<SimulatedChain> {
  const { provider } = await hre.network.create({
    network: "default",
    chainType: "l1",
    override: {
      accounts: privateKeys.map((privateKey) => ({ privateKey, balance: ETHER })),
      blockGasLimit: BLOCK_GAS,
      initialBaseFeePerGas: 0n,
      allowBlocksWithSameTimestamp: true,
      mining: { auto: true, mempool: { order: "fifo" } },
    },
  });
  const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
  const refusals = new Map<string, number>();
  let count = 0;

  async function block(actions: readonly Action[], timestamp: number): Promise<void> {
    if (actions.length === 0) return;
    // The deployment wanted a block for each of its transactions.
    if (count === 0) await request("evm_setAutomine", [false]);
    const hashes: unknown[] = [];
    for (const { from, to, data } of actions) {
      hashes.push(await request("eth_sendTransaction", [{ from, to, data, gas: GAS, gasPrice: "0x0" }]));
    }
    await request("evm_mine", [timestamp]);
    count += actions.length;
    const receipts = await Promise.all(hashes.map((hash) => request("eth_getTransactionReceipt", [hash])));
    for (const [index, action] of actions.entries()) {
      const receipt = receipts[index] as Receipt | null;
      if (receipt === null) throw new Error(`${action.what}: the transaction was not mined`);
      if (receipt.status === "0x1") action.onMined?.(receipt.logs);
      else await refused(action, receipt);
    }
  }

  async function refused({ from, to, data, what, mayFail }: Action, { blockNumber }: Receipt): Promise<void> {
    const reason = await request("eth_call", [{ from, to, data, gas: GAS }, blockNumber]).then(
      () => "it would pass after that block",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (mayFail !== true) throw new Error(`${what} by ${from} failed: ${reason}`);
    const key = `${what}: ${reason}`;
    refusals.set(key, (refusals.get(key) ?? 0) + 1);
  }

  return {
    provider,
    block,
    refusals,
    transactions: () => count,
    now: async () => {
      const latest = (await request("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
      return Number(latest.timestamp);
    },
  };
}

type Receipt = { readonly status: string; readonly blockNumber: string; readonly logs: readonly Log[] };
