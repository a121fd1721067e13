import type { BooksDeployment, BooksToken } from "./deployment.ts";
import { addressIn, readLogs, topics } from "./events.ts";
import { readPots, readUncredited } from "./incentives.ts";
import { keysOf, stakingKeysOf, type TokenKeys } from "./keys.ts";
import type { Hex, Question, Rpc } from "./rpc.ts";
import { escrowSlots, keccakOfText, slotOf, word } from "./slots.ts";
import { readStaking, type StakingHoldings } from "./stake.ts";
import { type ChannelMoney, channelMoney, type EarningsMoney, earningsMoney, relayerAccrued } from "./words.ts";

/** Everything that the chain holds in one token at one block, in the token's smallest unit. */
export type Holdings = {
  readonly token: BooksToken;
  readonly minted: bigint;
  /** Escrow's own wallet is one of them. */
  readonly wallets: ReadonlyMap<Hex, bigint>;
  readonly free: ReadonlyMap<Hex, bigint>;
  readonly channels: ReadonlyMap<Hex, ChannelMoney>;
  readonly earnings: ReadonlyMap<Hex, EarningsMoney>;
  /** What the relayer of each operator has accrued. */
  readonly relayerFees: ReadonlyMap<Hex, bigint>;
  /** What Staking holds; of MILL alone. */
  readonly staking?: StakingHoldings | undefined;
  /** What FeeAuction owes of it; of MILL alone. */
  readonly pots?: bigint | undefined;
};

export type Snapshot = {
  readonly block: number;
  readonly escrow: Hex;
  readonly staking: Hex | undefined;
  readonly feeAuction: Hex | undefined;
  readonly tokens: readonly Holdings[];
};

const selectors = {
  totalSupply: keccakOfText("totalSupply()").slice(0, 10),
  balanceOf: keccakOfText("balanceOf(address)").slice(0, 10),
};

/** Read all holdings at the latest block. @throws RpcError; Error if the chain is not the deployment's */
export async function readSnapshot(rpc: Rpc, deployment: BooksDeployment): Promise<Snapshot> {
  const { escrow, staking, emissions, feeAuction: auction, tokens } = deployment;
  const [chainId, latest] = await rpc([
    { method: "eth_chainId", params: [] },
    { method: "eth_blockNumber", params: [] },
  ]);
  if (Number(chainId) !== deployment.chainId) {
    throw new Error(`The node is on chain ${Number(chainId)}, the deployment on chain ${deployment.chainId}.`);
  }
  const block = Number(latest);
  const at = latest as Hex;

  const custodians = staking === undefined ? [escrow] : [escrow, staking.address];
  const addresses = [...custodians, ...tokens.map((token) => token.address)];
  // Tokens are older than the deployment that lists them, so their transfers are read from the first block.
  const logs = await readLogs(rpc, { addresses, topics: Object.values(topics) }, 0, block);
  const [collector] = await rpc([storage(escrow, slotOf(escrowSlots.feeCollector), at)]);
  const feeCollector = addressIn(collector as Hex);

  const holdings: Holdings[] = [];
  for (const token of tokens) {
    const held = await readToken(rpc, escrow, token, keysOf(token.address, logs, feeCollector), at);
    if (staking === undefined || token.address !== staking.mill) holdings.push(held);
    else {
      const keys = stakingKeysOf(staking.address, logs);
      const stake = await readStaking(rpc, staking.address, keys, at);
      const rewards = emissions === undefined ? 0n : await readUncredited(rpc, emissions, keys.operators, at);
      const pots = auction === undefined ? undefined : await readPots(rpc, auction, at);
      holdings.push({ ...held, staking: { ...stake, rewards }, pots });
    }
  }
  return { block, escrow, staking: staking?.address, feeAuction: auction, tokens: holdings };
}

async function readToken(rpc: Rpc, escrow: Hex, token: BooksToken, keys: TokenKeys, at: Hex): Promise<Holdings> {
  const [supply] = await rpc([call(token.address, selectors.totalSupply, at)]);
  const wallets = new Set(keys.wallets).add(escrow);
  const read = (slot: bigint, keys: ReadonlySet<Hex>): Promise<Map<Hex, bigint>> => {
    return readAll(rpc, keys, (key) => storage(escrow, slotOf(slot, key, token.address), at));
  };
  return {
    token,
    minted: BigInt(supply as Hex),
    wallets: await readAll(rpc, wallets, (owner) => call(token.address, selectors.balanceOf + word(owner), at)),
    free: await read(escrowSlots.free, keys.accounts),
    channels: mapValues(
      await readAll(rpc, keys.channelIds, (id) => storage(escrow, slotOf(escrowSlots.channels, id), at)),
      channelMoney,
    ),
    earnings: mapValues(
      await readAll(rpc, keys.operators, (id) => storage(escrow, slotOf(escrowSlots.earnings, token.address, id), at)),
      earningsMoney,
    ),
    relayerFees: mapValues(await read(escrowSlots.relayers, keys.operators), relayerAccrued),
  };
}

async function readAll(rpc: Rpc, keys: ReadonlySet<Hex>, question: (key: Hex) => Question): Promise<Map<Hex, bigint>> {
  const list = [...keys];
  const answers = await rpc(list.map(question));
  return new Map(list.map((key, index) => [key, BigInt(answers[index] as Hex)]));
}

function mapValues<T>(map: ReadonlyMap<Hex, bigint>, of: (value: bigint) => T): Map<Hex, T> {
  return new Map([...map].map(([key, value]) => [key, of(value)]));
}

function storage(contract: Hex, slot: Hex, at: Hex): Question {
  return { method: "eth_getStorageAt", params: [contract, slot, at] };
}

function call(to: Hex, data: string, at: Hex): Question {
  return { method: "eth_call", params: [{ to, data }, at] };
}
