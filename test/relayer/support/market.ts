import { type Address, type Hex, parseAbi, parseEther } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import type { Call } from "../../../sdk/call.ts";
import { type ChannelTerms, channelIdOfTerms, plainTerms, saltOf } from "../../../sdk/channel.ts";
import { type EscrowDomain, escrowDomain } from "../../../sdk/domain.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { signVoucher } from "../../../sdk/voucher.ts";
import type { LocalChain } from "./local-chain.ts";

const tokenAbi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
]);

/** A voucher as a client sends it. */
export type WireVoucher = {
  operator: string;
  token: string;
  salt: string;
  cumulative: string;
  signature: string;
  [optional: string]: unknown;
};

/** An open channel and what its buyer can do with it. */
export type TestChannel = {
  readonly id: Hex;
  readonly terms: ChannelTerms;
  readonly signer: PrivateKeyAccount;
  readonly sign: (cumulative: bigint, domain?: EscrowDomain) => Promise<WireVoucher>;
};

export type Market = {
  readonly token: Address;
  readonly escrow: Address;
  readonly domain: EscrowDomain;
  /** The buyer of all channels; every channel has a signer of its own. */
  readonly buyer: PrivateKeyAccount;
  readonly newOperator: () => PrivateKeyAccount;
  /** A key with gas money. */
  readonly funded: () => Promise<{ key: Hex; account: PrivateKeyAccount }>;
  readonly open: (operator: Address, amount: bigint) => Promise<TestChannel>;
  readonly openMany: (operator: Address, amount: bigint, count: number) => Promise<TestChannel[]>;
  readonly send: (from: PrivateKeyAccount, call: Pick<Call, "to" | "data">) => Promise<Hex>;
  readonly settledOf: (id: Hex) => Promise<bigint>;
};

/** A buyer with plenty of money on a chain of its own. */
export async function createMarket({ client, deployment }: LocalChain): Promise<Market> {
  const escrow = deployment.contracts.Escrow;
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("The local deployment has no payment token.");
  const token = usd.address;
  const domain = escrowDomain(deployment.chainId, escrow);
  const buyer = privateKeyToAccount(generatePrivateKey());
  let nonce = 0n;

  const send = async (from: PrivateKeyAccount, call: Pick<Call, "to" | "data">): Promise<Hex> => {
    const hash = await client.sendTransaction({ account: from, to: call.to, data: call.data, chain: client.chain });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`A transaction of the test reverted: ${hash}`);
    return hash;
  };

  await client.setBalance({ address: buyer.address, value: parseEther("100000") });
  const write = { account: buyer, chain: client.chain, abi: tokenAbi, address: token } as const;
  await client.writeContract({ ...write, functionName: "mint", args: [buyer.address, 10n ** 15n] });
  await client.writeContract({ ...write, functionName: "approve", args: [escrow, 10n ** 15n] });
  await send(buyer, escrowCalls.deposit(escrow, token, 10n ** 15n));

  const newChannel = (operator: Address): TestChannel => {
    const signer = privateKeyToAccount(generatePrivateKey());
    nonce += 1n;
    const terms = plainTerms({ payer: buyer.address, operator, token, signer: signer.address, nonce });
    const salt = saltOf(terms);
    const sign = async (cumulative: bigint, underDomain = domain): Promise<WireVoucher> => ({
      operator,
      token,
      salt: salt.toString(),
      cumulative: cumulative.toString(),
      signature: await signVoucher(signer, underDomain, { operator, token, salt, cumulative }),
    });
    return { id: channelIdOfTerms(terms), terms, signer, sign };
  };

  const openMany = async (operator: Address, amount: bigint, count: number): Promise<TestChannel[]> => {
    const channels = Array.from({ length: count }, () => newChannel(operator));
    for (let start = 0; start < count; start += 100) {
      const calls = channels.slice(start, start + 100).map(({ terms }) => escrowCalls.open(escrow, terms, amount));
      await send(buyer, escrowCalls.multicall(escrow, calls));
    }
    return channels;
  };

  return {
    token,
    escrow,
    domain,
    buyer,
    newOperator: () => privateKeyToAccount(generatePrivateKey()),
    funded: async () => {
      const key = generatePrivateKey();
      const account = privateKeyToAccount(key);
      await client.setBalance({ address: account.address, value: parseEther("1000") });
      return { key, account };
    },
    open: async (operator, amount) => {
      const channel = newChannel(operator);
      await send(buyer, escrowCalls.open(escrow, channel.terms, amount));
      return channel;
    },
    openMany,
    send,
    settledOf: async (id) => {
      const view = await client.readContract({ abi: escrowAbi, address: escrow, functionName: "channel", args: [id] });
      return view.settled;
    },
  };
}
