import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Address, type Hex, keccak256, parseEther, toHex, zeroAddress, zeroHash } from "viem";
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { attestorsDomain, type NodeAttestation, signNode, signOutage } from "../../../sdk/attestation.ts";
import type { Call } from "../../../sdk/call.ts";
import { type Contracts, contractsOf } from "../../../sdk/contracts.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { type LeaseTerms, openedLease } from "../../../sdk/lease.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { type SignedOffer, signedOfferSchema } from "../../../sdk/offer-book.ts";
import { tokenCalls } from "../../../sdk/stake-calls.ts";
import { type LocalChain, startLocalChain } from "../../relayer/support/local-chain.ts";
import type { Ended } from "../../support/run-script.ts";
import { jsonHere, millraceHere } from "./in-process.ts";

export const MILL = 10n ** 18n;
export const USD = 10n ** 6n;
export const DAY = 86_400;
export const HOUR = 3_600;

const phrase = "test test test test test test test test test test test junk";

/** Who acts, by their number among the accounts of every development node. */
const roles = {
  ...{ treasury: 3, buyer: 7, operator: 8, delegator: 9, hotKey: 10, stranger: 16 },
  ...{ attestor0: 17, attestor1: 18, judge0: 20, judge1: 21 },
} as const;
export type Role = keyof typeof roles;

/** A market that command lines of several people work on: each acts by its own key, in this process. */
export type Stage = {
  readonly chain: LocalChain;
  readonly contracts: Contracts;
  readonly token: Address;
  readonly accounts: Readonly<Record<Role, PrivateKeyAccount>>;
  /** `millrace` by the key of this role. */
  readonly millrace: (role: Role, ...args: string[]) => Promise<Ended>;
  readonly json: (role: Role, ...args: string[]) => ReturnType<typeof jsonHere>;
  readonly send: (
    role: Role,
    call: Call,
  ) => Promise<Awaited<ReturnType<LocalChain["client"]["waitForTransactionReceipt"]>>>;
  readonly giveMill: (role: Role, amount: bigint) => Promise<void>;
  readonly allowStaking: (role: Role) => Promise<void>;
  /** Files of two attestors on a node of the operator, as they hand them over. */
  readonly attestNode: (name: string, units: number, changes?: Partial<NodeAttestation>) => Promise<string[]>;
  /** Two attestors' signatures of an outage, ascending by attestor. */
  readonly attestOutage: (leaseId: Hex, from: number, to: number) => Promise<Hex[]>;
  /** The buyer takes a signed offer. */
  readonly takeOffer: (signed: unknown, units: number, seconds: number) => Promise<{ leaseId: Hex; terms: LeaseTerms }>;
  readonly wait: (seconds: number) => Promise<void>;
};

export async function setStage(): Promise<Stage> {
  const chain = await startLocalChain();
  const { client, deployment, directory } = chain;
  const contracts = contractsOf(deployment);
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("The local deployment has no payment token.");
  const names = Object.keys(roles) as Role[];
  const accounts = {} as Record<Role, PrivateKeyAccount>;
  for (const role of names) {
    const key = mnemonicToAccount(phrase, { addressIndex: roles[role] }).getHdKey().privateKey as Uint8Array;
    accounts[role] = privateKeyToAccount(toHex(key));
    await writeFile(path.join(directory, `${role}.key`), toHex(key));
    await client.setBalance({ address: accounts[role].address, value: parseEther("1000") });
  }
  const settings = (role: Role): string[] => [
    ...["--rpc", chain.url, "--deployment", chain.deploymentFile],
    ...["--key-file", path.join(directory, `${role}.key`)],
  ];
  let nonce = 0n;

  async function send(role: Role, call: Call) {
    const account = accounts[role];
    const hash = await client.sendTransaction({ account, to: call.to, data: call.data, chain: client.chain });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`${call.functionName} by ${role} reverted`);
    return receipt;
  }

  /** In the order in which contracts take signatures. */
  const attestors = [accounts.attestor0, accounts.attestor1].sort((a, b) =>
    BigInt(a.address) < BigInt(b.address) ? -1 : 1,
  );
  const attestorDomain = attestorsDomain(deployment.chainId, contracts.attestors.address);
  const staking = contracts.staking.address;
  const plenty = 2n ** 96n - 1n;

  await send("buyer", { to: usd.address, data: mintData(accounts.buyer.address), functionName: "mint", args: [] });
  await send("buyer", tokenCalls.approve(usd.address, deployment.contracts.Escrow, plenty));
  await send("buyer", escrowCalls.deposit(deployment.contracts.Escrow, usd.address, 100_000n * USD));

  return {
    chain,
    contracts,
    token: usd.address,
    accounts,
    millrace: (role, ...args) => millraceHere(...args, ...settings(role)),
    json: (role, ...args) => jsonHere(...args, ...settings(role)),
    send,
    giveMill: async (role, amount) => {
      await send("treasury", tokenCalls.transfer(contracts.mill.address, accounts[role].address, amount));
    },
    allowStaking: async (role) => {
      await send(role, tokenCalls.approve(contracts.mill.address, staking, plenty));
    },
    attestNode: async (name, units, changes = {}) => {
      const { timestamp } = await client.getBlock();
      const attestation: NodeAttestation = {
        operator: accounts.operator.address,
        hardwareId: keccak256(toHex(name)),
        classId: 6,
        units,
        expiresAt: Number(timestamp) + 365 * DAY,
        ...changes,
      };
      return Promise.all(
        attestors.map(async (attestor, index) => {
          const file = path.join(directory, `${name}-${index}.json`);
          const signature = await signNode(attestor, attestorDomain, attestation);
          await writeFile(file, JSON.stringify({ attestation, signatures: [signature] }));
          return file;
        }),
      );
    },
    attestOutage: (leaseId, from, to) =>
      Promise.all(attestors.map((attestor) => signOutage(attestor, attestorDomain, { leaseId, from, to }))),
    takeOffer: async (json, units, durationSeconds) => {
      const signed: SignedOffer = signedOfferSchema.parse(json);
      nonce += 1n;
      const order = { ...signed, units, durationSeconds, signer: zeroAddress, continues: zeroHash, nonce };
      const { logs } = await send("buyer", leaseCalls.open(contracts.leases.address, order));
      return openedLease(contracts.leases.address, logs);
    },
    wait: async (seconds) => {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
  };
}

/** `mint(to, 1,000,000 tUSD)` of the test token. */
function mintData(to: Address): Hex {
  return `0x40c10f19${to.slice(2).toLowerCase().padStart(64, "0")}${(1_000_000n * USD).toString(16).padStart(64, "0")}`;
}
