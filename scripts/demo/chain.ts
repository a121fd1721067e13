import {
  type Address,
  createTestClient,
  http,
  type PrivateKeyAccount,
  publicActions,
  type TransactionReceipt,
  walletActions,
} from "viem";
import { hardhat } from "viem/chains";
import type { Call } from "../../sdk/call.ts";

/** viem on the demo's local chain, with the means to move its clock and to give gas money. */
export type Chain = ReturnType<typeof connectChain>;

export function connectChain(url: string) {
  return createTestClient({
    chain: hardhat,
    mode: "hardhat",
    transport: http(url, { retryCount: 2, timeout: 30_000 }),
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
}

/** The last transaction of each account: an account's next one waits for it, since it takes the next nonce. */
const lastOf = new Map<Address, Promise<unknown>>();

/** Send a call and wait until it is mined. @throws Error if it reverts */
export function send(chain: Chain, account: PrivateKeyAccount, call: Call): Promise<TransactionReceipt> {
  const before = lastOf.get(account.address) ?? Promise.resolve();
  const sent = before.catch(() => undefined).then(() => sendNow(chain, account, call));
  lastOf.set(account.address, sent);
  return sent;
}

async function sendNow(chain: Chain, account: PrivateKeyAccount, call: Call): Promise<TransactionReceipt> {
  const hash = await chain.sendTransaction({ account, chain: hardhat, to: call.to, data: call.data });
  const receipt = await chain.waitForTransactionReceipt({ hash });
  if (receipt.status === "success") return receipt;
  throw new Error(`${call.functionName} of ${call.to} by ${account.address} was mined and reverted (${hash}).`);
}

/** Let `seconds` pass on the chain. */
export async function passTime(chain: Chain, seconds: bigint): Promise<void> {
  await chain.increaseTime({ seconds: Number(seconds) });
  await chain.mine({ blocks: 1 });
}
