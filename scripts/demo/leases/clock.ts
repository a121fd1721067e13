import type { Hex, PrivateKeyAccount } from "viem";
import { hardhat } from "viem/chains";
import type { Call } from "../../../sdk/call.ts";
import { connect } from "../../books/rpc.ts";

/** A transaction to be sent. */
export type Deed = {
  readonly by: PrivateKeyAccount;
  readonly call: Call;
  /** Called with its receipt, once it is mined. */
  readonly done?: ((receipt: Receipt) => void) | undefined;
};

export type Receipt = {
  readonly status: Hex;
  readonly transactionHash: Hex;
  readonly blockNumber: Hex;
  readonly logs: readonly { readonly address: Hex; readonly topics: [Hex, ...Hex[]]; readonly data: Hex }[];
};

/** The chain's clock, in the demo's hand: it stands still between two blocks, and jumps from one to the next. */
export type Clock = {
  /** Timestamp (s) of the last block. */
  readonly now: () => number;
  /** Put these into a block of that time, or of the next second there is. @throws Error if one of them reverts */
  readonly mine: (at: number, deeds: readonly Deed[]) => Promise<void>;
  /** How many transactions and blocks it has made. */
  readonly counts: () => { readonly transactions: number; readonly blocks: number };
};

/** A lease's opening uses about half of it; many calls in one have it many times. */
const gasPerCall = 1_000_000n;
/** The arbitrator must be given a million; see `Disputes`. */
const gasOfDispute = 3_000_000n;
const disputeCalls = new Set(["answer", "appeal", "contest", "submit", "execute"]);
/** EIP-7825. */
const mostGas = 16_777_216n;
const gwei = 10n ** 9n;

/** Take the clock over: from now on blocks come only when they are asked for. */
export async function takeClock(url: string): Promise<Clock> {
  const rpc = connect(url);
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => (await rpc([{ method, params }]))[0];
  await ask("evm_setIntervalMining", 0);
  await ask("evm_setAutomine", false);
  // Thousands of blocks, each with its lines in a file that nobody reads.
  await ask("hardhat_setLoggingEnabled", false);
  let now = Number(((await ask("eth_getBlockByNumber", "latest", false)) as { timestamp: Hex }).timestamp);
  let transactions = 0;
  let blocks = 0;

  const nonces = new Map<Hex, number>();
  const nonceOf = async (account: Hex): Promise<number> => {
    const nonce = nonces.get(account) ?? Number(await ask("eth_getTransactionCount", account, "latest"));
    nonces.set(account, nonce + 1);
    return nonce;
  };
  const sign = async ({ by, call }: Deed): Promise<Hex> =>
    by.signTransaction({
      type: "eip1559",
      chainId: hardhat.id,
      nonce: await nonceOf(by.address),
      to: call.to,
      data: call.data,
      gas: gasOf(call),
      maxFeePerGas: 20n * gwei,
      maxPriorityFeePerGas: gwei,
    });
  const mineOne = async (): Promise<void> => {
    await ask("evm_mine", now);
    blocks += 1;
  };
  const why = async ({ by, call }: Deed, receipt: Receipt): Promise<string> => {
    const before = `0x${(BigInt(receipt.blockNumber) - 1n).toString(16)}`;
    const request = { from: by.address, to: call.to, data: call.data, gas: `0x${mostGas.toString(16)}` };
    return ask("eth_call", request, before).then(
      () => "",
      (error: unknown) => ` ${error instanceof Error ? error.message : String(error)}`,
    );
  };

  return {
    now: () => now,
    counts: () => ({ transactions, blocks }),
    mine: async (at, deeds) => {
      now = Math.max(at, now + 1);
      // One after the other: an account's transactions take its nonces in their order.
      const raw: Hex[] = [];
      for (const deed of deeds) raw.push(await sign(deed));
      const hashes = await rpc(raw.map((each) => ({ method: "eth_sendRawTransaction", params: [each] })));
      transactions += deeds.length;
      let waiting = deeds.map((deed, index) => ({ deed, hash: hashes[index] }));
      for (;;) {
        await mineOne();
        const receipts = (await rpc(
          waiting.map(({ hash }) => ({ method: "eth_getTransactionReceipt", params: [hash] })),
        )) as (Receipt | null)[];
        for (const [index, receipt] of receipts.entries()) {
          const { deed } = waiting[index] as (typeof waiting)[number];
          if (receipt === null) continue;
          if (receipt.status !== "0x1") {
            const what = `${deed.call.functionName} of ${deed.call.to} by ${deed.by.address}`;
            throw new Error(`${what} was mined and reverted.${await why(deed, receipt)}`);
          }
          deed.done?.(receipt);
        }
        waiting = waiting.filter((_, index) => receipts[index] === null);
        // What did not fit into the block goes into the next.
        if (waiting.length === 0) return;
        now += 1;
      }
    },
  };
}

/** Give the chain back to whoever sends something: every transaction is a block again. */
export async function returnClock(url: string): Promise<void> {
  await connect(url)([{ method: "evm_setAutomine", params: [true] }]);
}

function gasOf({ functionName, args }: Call): bigint {
  const [inner] = args;
  const count = functionName === "multicall" && Array.isArray(inner) ? BigInt(inner.length) : 1n;
  const gas = disputeCalls.has(functionName) ? gasOfDispute : count * gasPerCall;
  return gas > mostGas ? mostGas : gas;
}
