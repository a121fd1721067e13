import { type Address, type Hex, hexToBigInt, keccak256, parseEther, toHex, zeroAddress, zeroHash } from "viem";
import { generatePrivateKey, mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { leasesAbi } from "../../../sdk/abi/leases.ts";
import { attestorsDomain, inOrderOfSigners, nodeDigest, signNode } from "../../../sdk/attestation.ts";
import type { Call } from "../../../sdk/call.ts";
import { type LeaseTerms, leaseStates, openedLease } from "../../../sdk/lease.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { type Offer, offersDomain, signOffer } from "../../../sdk/offer.ts";
import type { SignedOffer } from "../../../sdk/offer-book.ts";
import { nodeCalls, stakeCalls, tokenCalls } from "../../../sdk/stake-calls.ts";
import type { World } from "./world.ts";

const MILL = 10n ** 18n;
/** A100 of the deployment's table. */
export const classId = 6;
export const hour = 3_600;

const phrase = "test test test test test test test test test test test junk";
/** An account of the node, by its number. */
export const developer = (index: number) => mnemonicToAccount(phrase, { addressIndex: index });

/** An operator with stake and an attested node. */
export type LeaseOperator = {
  readonly account: PrivateKeyAccount;
  readonly address: Address;
  readonly nodeId: bigint;
  readonly offer: (changes?: Partial<Offer>) => Promise<Offer>;
  /** Signed by the operator, or by `signer`. */
  readonly signed: (changes?: Partial<Offer>, signer?: PrivateKeyAccount) => Promise<SignedOffer>;
  readonly send: (call: Call) => Promise<Hex>;
};

export type OpenOptions = {
  readonly offer?: Partial<Offer>;
  readonly units?: number;
  readonly durationSeconds?: number;
  readonly signer?: Address;
  readonly continues?: Hex;
};

export type OpenLease = { readonly leaseId: Hex; readonly terms: LeaseTerms };

let unique = 0n;

/** Contracts of the local deployment by name. */
export function contractOf({ chain }: World, name: string): Address {
  const address = chain.deployment.contracts[name];
  if (address === undefined) throw new Error(`The local deployment has no ${name}.`);
  return address;
}

/** A new operator with 10,000 MILL at stake and a node of `units`, attested by two attestors for `attestedSeconds`. */
export async function newOperator(
  world: World,
  { units = 4_000, attestedSeconds = 400 * 86_400 }: { units?: number; attestedSeconds?: number } = {},
): Promise<LeaseOperator> {
  const { chain, market } = world;
  const { client, deployment } = chain;
  const account = privateKeyToAccount(generatePrivateKey());
  const { address } = account;
  const [mill, staking, nodes] = ["MillToken", "Staking", "Nodes"].map((name) => contractOf(world, name)) as [
    Address,
    Address,
    Address,
  ];
  await client.setBalance({ address, value: parseEther("1000") });
  const send = (call: Call) => market.send(account, call);
  await market.send(developer(3) as unknown as PrivateKeyAccount, tokenCalls.transfer(mill, address, 10_000n * MILL));
  await send(tokenCalls.approve(mill, staking, 10_000n * MILL));
  await send(stakeCalls.stake(staking, 10_000n * MILL));

  const attestation = {
    operator: address,
    hardwareId: keccak256(toHex(`hardware of ${address}`)),
    classId,
    units,
    expiresAt: (await now(world)) + attestedSeconds,
  };
  const domain = attestorsDomain(deployment.chainId, contractOf(world, "Attestors"));
  const signatures = await Promise.all([17, 18].map((index) => signNode(developer(index), domain, attestation)));
  const inOrder = await inOrderOfSigners(nodeDigest(domain, attestation), signatures);
  const hash = await send(nodeCalls.register(nodes, attestation, inOrder.signatures));
  const { logs } = await client.getTransactionReceipt({ hash });
  const nodeId = hexToBigInt(logs.find((log) => log.address === nodes.toLowerCase())?.topics[1] ?? "0x");

  const offer = async (changes: Partial<Offer> = {}): Promise<Offer> => {
    unique += 1n;
    return {
      operator: address,
      nodeId,
      token: market.token,
      // 2 dollars per GPU and hour.
      pricePerUnitHour: 2_000n,
      minSeconds: 0,
      maxSeconds: 30 * 86_400,
      bondPerUnit: MILL / 2n,
      promisedUptimeBps: 9_900,
      kind: 0,
      metering: 0,
      noticeSeconds: 0,
      startWindowSeconds: 1_800,
      graceSeconds: 0,
      earlyExitBps: 0,
      buyer: zeroAddress,
      uses: 0,
      expiresAt: (await now(world)) + 7 * 86_400,
      counter: 0n,
      salt: unique,
      ...changes,
    };
  };
  const signed = async (changes?: Partial<Offer>, signer = account): Promise<SignedOffer> => {
    const made = await offer(changes);
    return {
      offer: made,
      signature: await signOffer(signer, offersDomain(deployment.chainId, contractOf(world, "Offers")), made),
    };
  };
  return { account, address, nodeId, offer, signed, send };
}

/** Open a lease of the market's buyer. */
export async function openLease(world: World, operator: LeaseOperator, options: OpenOptions = {}): Promise<OpenLease> {
  const { chain, market } = world;
  const leases = contractOf(world, "Leases");
  unique += 1n;
  const hash = await market.send(
    market.buyer,
    leaseCalls.open(leases, {
      ...(await operator.signed(options.offer)),
      units: options.units ?? 1_000,
      durationSeconds: options.durationSeconds ?? 10 * hour,
      signer: options.signer ?? zeroAddress,
      continues: options.continues ?? zeroHash,
      nonce: unique,
    }),
  );
  return openedLease(leases, (await chain.client.getTransactionReceipt({ hash })).logs);
}

/** Open a lease and start it. */
export async function runLease(world: World, operator: LeaseOperator, options: OpenOptions = {}): Promise<OpenLease> {
  const lease = await openLease(world, operator, options);
  await operator.send(leaseCalls.start(contractOf(world, "Leases"), lease.terms));
  return lease;
}

/** The state that the chain has for a lease. */
export async function stateOf(world: World, leaseId: Hex) {
  const address = contractOf(world, "Leases");
  const lease = await world.chain.client.readContract({
    abi: leasesAbi,
    address,
    functionName: "lease",
    args: [leaseId],
  });
  return { ...lease, name: leaseStates[lease.state] };
}

/** The timestamp of the chain's head, s. */
export async function now({ chain }: World): Promise<number> {
  return Number((await chain.client.getBlock()).timestamp);
}

/** Let time pass, with a block at its end. */
export async function pass({ chain }: World, seconds: number): Promise<void> {
  await chain.client.increaseTime({ seconds });
  await chain.client.mine({ blocks: 1 });
}
