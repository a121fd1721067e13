import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { type Address, bytesToHex, type Hex, parseAbi, parseEther } from "viem";
import { generatePrivateKey, mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Call } from "../../../sdk/call.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { type LocalChain, startLocalChain } from "../../relayer/support/local-chain.ts";
import type { Ended } from "../../support/run-script.ts";
import { millraceHere } from "./in-process.ts";

/** Somebody with a key of their own, who uses the command line. */
export type Actor = {
  readonly address: Address;
  readonly account: PrivateKeyAccount;
  /** `millrace` with this key. */
  readonly run: (...args: string[]) => Promise<Ended>;
  /** What it answers to `--output json`, which must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own form, which the test asserts.
  readonly json: (...args: string[]) => Promise<any>;
};

/** A chain of its own with Millrace on it, and people with keys. */
export type Stage = {
  readonly chain: LocalChain;
  readonly contracts: ReturnType<typeof contractsOf>;
  readonly token: Address;
  /** Somebody new, with gas money. */
  readonly newActor: () => Promise<Actor>;
  /** An account of the node, by its number: the roles of deploy/parameters/local.json. */
  readonly role: (index: number) => Promise<Actor>;
  readonly giveMill: (to: Address, amount: bigint) => Promise<void>;
  /** Test stablecoins as free balance in Escrow. */
  readonly giveFree: (to: Actor, amount: bigint) => Promise<void>;
  readonly send: (from: Actor, call: Pick<Call, "to" | "data">) => Promise<void>;
  readonly millOf: (account: Address) => Promise<bigint>;
  readonly freeOf: (account: Address) => Promise<bigint>;
  /** Timestamp of the newest block, s. */
  readonly now: () => Promise<number>;
  /** Let so many seconds pass. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Make it this time, s, in a new block. */
  readonly toTime: (timestamp: number) => Promise<void>;
  readonly file: (name: string) => string;
};

/** Where the node's accounts are from, as hardhat.config.ts says. */
const phrase = "test test test test test test test test test test test junk";
const treasury = 3;
const tokenAbi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function transfer(address to, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
]);

export async function startStage(): Promise<Stage> {
  const chain = await startLocalChain();
  const { client, deployment, directory } = chain;
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("The local deployment has no payment token.");
  const token = usd.address;
  const contracts = contractsOf(deployment);
  const settings = ["--rpc", chain.url, "--deployment", chain.deploymentFile];

  const actor = async (privateKey: Hex): Promise<Actor> => {
    const account = privateKeyToAccount(privateKey);
    const keyFile = path.join(directory, `${account.address}.key`);
    await writeFile(keyFile, privateKey);
    await client.setBalance({ address: account.address, value: parseEther("1000") });
    const run = (...args: string[]) => millraceHere(...args, ...settings, "--key-file", keyFile);
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(...args, "--output", "json");
      expect(code, `millrace ${args.join(" ")}\n${stderr}`).to.equal(0);
      return JSON.parse(stdout);
    };
    return { address: account.address, account, run, json };
  };
  const role = (index: number): Promise<Actor> => {
    const key = mnemonicToAccount(phrase, { addressIndex: index }).getHdKey().privateKey;
    if (key === null) throw new Error("The phrase gives a key.");
    return actor(bytesToHex(key));
  };

  const mined = async (hash: Promise<Hex>): Promise<void> => {
    const { status } = await client.waitForTransactionReceipt({ hash: await hash });
    if (status !== "success") throw new Error(`A transaction of the test reverted: ${await hash}`);
  };
  const write = (
    from: Actor,
    address: Address,
    functionName: "mint" | "approve" | "transfer",
    to: Address,
    n: bigint,
  ) =>
    mined(
      client.writeContract({
        ...{ account: from.account, chain: client.chain, abi: tokenAbi, address },
        functionName,
        args: [to, n],
      }),
    );
  const send = (from: Actor, call: Pick<Call, "to" | "data">) =>
    mined(client.sendTransaction({ account: from.account, chain: client.chain, to: call.to, data: call.data }));
  const rich = await role(treasury);

  return {
    chain,
    contracts,
    token,
    newActor: () => actor(generatePrivateKey()),
    role,
    giveMill: (to, amount) => write(rich, contracts.mill.address, "transfer", to, amount),
    giveFree: async (to, amount) => {
      const { escrow } = contracts;
      await write(to, token, "mint", to.address, amount);
      await write(to, token, "approve", escrow.address, amount);
      const deposit = { ...escrow, functionName: "deposit", args: [token, amount] } as const;
      await mined(client.writeContract({ account: to.account, chain: client.chain, ...deposit }));
    },
    send,
    millOf: (account) =>
      client.readContract({
        ...{ address: contracts.mill.address, abi: tokenAbi },
        functionName: "balanceOf",
        args: [account],
      }),
    freeOf: (account) =>
      client.readContract({ ...contracts.escrow, functionName: "freeBalance", args: [account, token] }),
    now: async () => Number((await client.getBlock()).timestamp),
    pass: async (seconds) => {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
    toTime: async (timestamp) => {
      await client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
      await client.mine({ blocks: 1 });
    },
    file: (name) => path.join(directory, name),
  };
}
