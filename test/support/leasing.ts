import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { AbiCoder, MaxUint256, type TypedDataField, ZeroAddress, ZeroHash } from "ethers";
import type { ILeases } from "../../typechain-types/leases/Leases.ts";
import { networkHelpers } from "../world.ts";
import { attestNode } from "./attestations.ts";
import { type Market, market, USD } from "./market.ts";

/** What one MILL is in its smallest unit. */
export const MILL = 10n ** 18n;

/** The kinds and meterings of offers, the states and outcomes of leases, as the contract counts them. */
export const Kind = { OnDemand: 0, Spot: 1, Reserved: 2 } as const;
export const Metering = { ByTime: 0, ByVoucher: 1 } as const;
export const State = { None: 0n, Open: 1n, Running: 2n, Ended: 3n, Final: 4n } as const;
export const Outcome = {
  ...{ None: 0n, Completed: 1n, Stopped: 2n, Cancelled: 3n, Reclaimed: 4n },
  ...{ Released: 5n, Abandoned: 6n, NoShow: 7n, Outage: 8n, FaultProven: 9n },
} as const;

export const HOUR = 3_600;
export const DAY = 86_400;

/** A100 of the deployment's table: 8 · 200 MILL per GPU, so 1.6 MILL per unit; a tenth of it is the least bond. */
const A100 = 6;
export const GPU = 1_000;

const OFFER: TypedDataField[] = [
  { name: "operator", type: "address" },
  { name: "nodeId", type: "uint256" },
  { name: "token", type: "address" },
  { name: "pricePerUnitHour", type: "uint96" },
  { name: "minSeconds", type: "uint32" },
  { name: "maxSeconds", type: "uint32" },
  { name: "bondPerUnit", type: "uint96" },
  { name: "promisedUptimeBps", type: "uint16" },
  { name: "kind", type: "uint8" },
  { name: "metering", type: "uint8" },
  { name: "noticeSeconds", type: "uint32" },
  { name: "startWindowSeconds", type: "uint32" },
  { name: "graceSeconds", type: "uint32" },
  { name: "earlyExitBps", type: "uint16" },
  { name: "buyer", type: "address" },
  { name: "uses", type: "uint32" },
  { name: "expiresAt", type: "uint40" },
  { name: "counter", type: "uint64" },
  { name: "salt", type: "uint256" },
];

export type Offer = ILeases.OfferStruct;
export type Terms = ILeases.TermsStruct;

export type OrderOptions = {
  readonly offer?: Partial<Offer>;
  readonly units?: number;
  readonly durationSeconds?: number;
  readonly signer?: string;
  readonly continues?: string;
  readonly nonce?: bigint;
  readonly signedBy?: HardhatEthersSigner;
};

export type Leasing = Market & {
  readonly nodeId: bigint;
  readonly offer: (changes?: Partial<Offer>) => Promise<Offer>;
  readonly order: (options?: OrderOptions) => Promise<ILeases.OrderStruct>;
  /** Open a lease of `buyer`. */
  readonly lease: (options?: OrderOptions) => Promise<{ id: string; terms: Terms }>;
  /** Open a lease and start it. */
  readonly running: (options?: OrderOptions) => Promise<{ id: string; terms: Terms }>;
};

/** A market in which `operator` has staked 10,000 MILL and registered 4 attested A100. Use with `loadFixture`. */
export async function leasing(): Promise<Leasing> {
  const m = await market();
  await stakeFor(m, m.operator, 10_000n * MILL);
  const nodeId = await registerNode(m, m.operator, 4 * GPU);
  const verifyingContract = await m.offers.getAddress();
  const domain = { name: "Millrace", version: "1", chainId: m.chainId, verifyingContract };
  let salt = 0n;

  async function offer(changes: Partial<Offer> = {}): Promise<Offer> {
    salt += 1n;
    return {
      operator: m.operator.address,
      nodeId,
      token: m.token,
      // 2 dollars per GPU and hour.
      pricePerUnitHour: (2n * USD) / BigInt(GPU),
      minSeconds: HOUR,
      maxSeconds: 30 * DAY,
      bondPerUnit: MILL / 2n,
      promisedUptimeBps: 9_900,
      kind: Kind.OnDemand,
      metering: Metering.ByTime,
      noticeSeconds: 0,
      startWindowSeconds: 1_800,
      graceSeconds: 0,
      earlyExitBps: 0,
      buyer: ZeroAddress,
      uses: 0,
      expiresAt: BigInt(await networkHelpers.time.latest()) + 7n * BigInt(DAY),
      counter: 0n,
      salt,
      ...changes,
    };
  }

  async function order(options: OrderOptions = {}): Promise<ILeases.OrderStruct> {
    const made = await offer(options.offer);
    return {
      offer: made,
      signature: await (options.signedBy ?? m.operator).signTypedData(domain, { Offer: OFFER }, made),
      units: options.units ?? GPU,
      durationSeconds: options.durationSeconds ?? 10 * HOUR,
      signer: options.signer ?? ZeroAddress,
      continues: options.continues ?? ZeroHash,
      nonce: options.nonce ?? 0n,
    };
  }

  async function lease(options: OrderOptions = {}) {
    const placed = await order(options);
    const receipt = await (await m.leases.connect(m.buyer).open(placed)).wait();
    const topic = m.leases.interface.getEvent("LeaseOpened").topicHash;
    const log = receipt?.logs.find(({ topics }) => topics[0] === topic);
    if (log === undefined) throw new Error("open emits LeaseOpened");
    const { leaseId, terms } = m.leases.interface.decodeEventLog("LeaseOpened", log.data, log.topics);
    return { id: leaseId as string, terms: terms.toObject(true) as Terms };
  }

  async function running(options: OrderOptions = {}) {
    const opened = await lease(options);
    await m.leases.connect(m.operator).start(opened.terms);
    return opened;
  }

  return { ...m, nodeId, offer, order, lease, running };
}

export async function stakeFor(m: Market, operator: HardhatEthersSigner, amount: bigint): Promise<void> {
  await m.millToken.connect(m.treasury).transfer(operator.address, amount);
  await m.millToken.connect(operator).approve(await m.staking.getAddress(), MaxUint256);
  await m.staking.connect(operator).stake(amount);
}

export async function registerNode(
  m: Market,
  operator: HardhatEthersSigner,
  units: number,
  name = 1n,
): Promise<bigint> {
  const attestation = {
    operator: operator.address,
    hardwareId: AbiCoder.defaultAbiCoder().encode(["uint256"], [name]),
    classId: A100,
    units,
    expiresAt: BigInt(await networkHelpers.time.latest()) + 365n * BigInt(DAY),
  };
  await m.nodes.connect(operator).register(attestation, await attestNode(m, attestation));
  return m.nodes.nodeOfHardware(attestation.hardwareId);
}
