import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Address, type Hex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { stakeCalls, tokenCalls } from "../../../sdk/stake-calls.ts";
import { type LocalChain, startLocalChain } from "../../relayer/support/local-chain.ts";
import type { Ended } from "../../support/run-script.ts";
import { millraceHere } from "./in-process.ts";

export const MILL = 10n ** 18n;
export const DAY = 86_400;

/** Somebody with a key of its own and a folder in which `millrace` is set up. */
export type Citizen = {
  readonly address: Address;
  readonly directory: string;
  readonly millrace: (...args: string[]) => Promise<Ended>;
  // biome-ignore lint/suspicious/noExplicitAny: what a command answers is asserted by its tests
  readonly json: (...args: string[]) => Promise<any>;
  readonly send: (call: { readonly to: Address; readonly data: Hex }) => Promise<void>;
};

/** A chain with Millrace, deployed and handed over by its own modules, and citizens who vote. */
export type Polity = LocalChain & {
  /** @param mill whole MILL that the treasury gives */
  readonly citizen: (mill: bigint) => Promise<Citizen>;
  /** The citizen stakes whole MILL at `operator`: its own stake, if that is itself. */
  readonly stake: (citizen: Citizen, operator: Address, mill: bigint) => Promise<void>;
  readonly pass: (seconds: number) => Promise<void>;
  /** The directory of the guardian, who holds a development node's key. */
  readonly guardian: () => Promise<Citizen>;
};

const GUARDIAN_KEY: Hex = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
const TREASURY_KEY: Hex = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";

export async function startPolity(): Promise<Polity> {
  const chain = await startLocalChain();
  const { client, deployment } = chain;
  const at = (name: string): Address => deployment.contracts[name] ?? "0x";

  const sendFrom = async (key: Hex, call: { readonly to: Address; readonly data: Hex }): Promise<void> => {
    const account = privateKeyToAccount(key);
    const hash = await client.sendTransaction({ account, to: call.to, data: call.data, chain: client.chain });
    const { status } = await client.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`A transaction of the test reverted: ${hash}`);
  };

  const settle = async (key: Hex): Promise<Citizen> => {
    const { address } = privateKeyToAccount(key);
    const directory = await mkdtemp(path.join(chain.directory, "citizen-"));
    await writeFile(path.join(directory, "key"), key);
    await client.setBalance({ address, value: parseEther("100") });
    const keyFile = path.join(directory, "key");
    const where = ["--rpc", chain.url, "--deployment", chain.deploymentFile, "--key-file", keyFile];
    const millrace = (...args: string[]) => millraceHere(...args, ...where);
    return {
      address,
      directory,
      millrace,
      json: async (...args) => {
        const { code, stdout, stderr } = await millrace(...args, "--output", "json");
        if (code !== 0) throw new Error(`millrace ${args.join(" ")} ended with ${code}: ${stderr}`);
        return JSON.parse(stdout);
      },
      send: (call) => sendFrom(key, call),
    };
  };

  return {
    ...chain,
    citizen: async (mill) => {
      const citizen = await settle(generatePrivateKey());
      await sendFrom(TREASURY_KEY, tokenCalls.transfer(at("MillToken"), citizen.address, mill * MILL));
      return citizen;
    },
    stake: async (citizen, operator, mill) => {
      const staking = at("Staking");
      await citizen.send(tokenCalls.approve(at("MillToken"), staking, mill * MILL));
      const isOwn = operator === citizen.address;
      await citizen.send(
        isOwn ? stakeCalls.stake(staking, mill * MILL) : stakeCalls.delegate(staking, operator, mill * MILL, 0n),
      );
    },
    pass: async (seconds) => {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
    guardian: () => settle(GUARDIAN_KEY),
  };
}
