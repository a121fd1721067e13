import type { AddressLike } from "ethers";
import { ethers, networkHelpers, world } from "../world.ts";

export const MILL = 10n ** 18n;
export const DAY = 86_400n;
export const OWN_STAKE = 10_000n * MILL;
export const LEASE_BOND = 500n * MILL;
/** 30 % of the operator's stake could go, of which 1 % is the bond. */
export const BOND = 30n * MILL;
export const APPEAL_BOND = 60n * MILL;
export const EVIDENCE = ethers.id("evidence");
export const PLACE = "ipfs://evidence";
export const FEE = 7n;

export const KIND = { wrongResult: 0n, wrongHardware: 1n, doubleSold: 2n, dataMisuse: 3n, outage: 4n } as const;
export const STATE = { open: 1n, answered: 2n, ruled: 3n, appealed: 4n, decided: 5n, ended: 6n } as const;
export const VERDICT = { none: 0n, upheld: 1n, rejected: 2n } as const;
export const MODE = {
  ...{ honest: 0n, reverts: 1n, bombs: 2n, returnsNothing: 3n, sameNumber: 4n, burnsGas: 5n },
  ...{ rulesAtOnce: 6n, hidesCost: 7n },
} as const;

export type Court = Awaited<ReturnType<typeof court>>;

/** Disputes over real stake, with two courts and an operator whose lease has a bond. */
export async function court() {
  const base = await world();
  const { millToken, parameters, deployer, operator, buyer, treasury } = base;
  const staking = await ethers.deployContract("Staking", [millToken, parameters, deployer.address]);
  const leases = await ethers.deployContract("TestDisputedLeases", [staking]);
  const arbitrator = await ethers.deployContract("TestArbitrator");
  const appealArbitrator = await ethers.deployContract("TestArbitrator");
  const disputes = await ethers.deployContract("Disputes", [
    parameters,
    staking,
    leases,
    arbitrator,
    appealArbitrator,
    deployer.address,
  ]);
  await leases.wire(disputes);
  await staking.wire(leases, disputes, ethers.ZeroAddress);
  await arbitrator.set(MODE.honest, FEE);
  await appealArbitrator.set(MODE.honest, FEE);
  for (const account of [operator, buyer]) {
    await millToken.connect(treasury).transfer(account, 2n * OWN_STAKE);
    await millToken.connect(account).approve(staking, 2n * OWN_STAKE);
  }
  await staking.connect(operator).stake(OWN_STAKE);
  const terms = leaseTerms(operator.address, buyer.address, 1n);
  await leases.lock(terms, LEASE_BOND);
  return { ...base, staking, leases, arbitrator, appealArbitrator, disputes, terms };
}

export function leaseTerms(operator: string, buyer: string, nonce: bigint) {
  const zero = ethers.ZeroAddress;
  return {
    offer: {
      ...{ operator, nodeId: 1n, token: zero, pricePerUnitHour: 1n, minSeconds: 0n, maxSeconds: 1n, bondPerUnit: 1n },
      ...{ promisedUptimeBps: 0n, kind: 0n, metering: 0n, noticeSeconds: 0n, startWindowSeconds: 0n },
      ...{ graceSeconds: 0n, earlyExitBps: 0n, buyer: zero, uses: 0n, expiresAt: 0n, counter: 0n, salt: 0n },
    },
    bound: {
      ...{ openedAt: 0n, noShowDelaySeconds: 0n, claimWindowSeconds: 0n, noShowBps: 0n, abandonFloorBps: 0n },
      ...{ outageStepBps: [0n, 0n, 0n], outageCompensationBps: [0n, 0n, 0n], feeBps: 0n, requiredStakePerUnit: 0n },
    },
    ...{ buyer, signer: zero, units: 1n, durationSeconds: 1n, continues: ethers.ZeroHash, nonce },
  } as never;
}

/** The buyer claims wrong hardware. */
export async function open(c: Court) {
  await c.disputes.connect(c.buyer).open(c.terms, KIND.wrongHardware, EVIDENCE, PLACE);
}

export async function answered(c: Court) {
  await open(c);
  await c.disputes.connect(c.operator).answer(1n, EVIDENCE, PLACE, { value: FEE });
}

export async function ruled(c: Court, verdict: bigint) {
  await answered(c);
  await c.arbitrator.give(c.disputes, 1n, verdict);
}

export async function appealed(c: Court, verdict: bigint) {
  await ruled(c, verdict);
  const loser = verdict === VERDICT.upheld ? c.operator : c.buyer;
  await c.disputes.connect(loser).appeal(1n, EVIDENCE, PLACE, { value: FEE });
}

/** Move to the very second at which the dispute's state times out, or `early` seconds before. */
export async function toDeadline(c: Court, early = 0n) {
  const { deadline } = await c.disputes.dispute(1n);
  await networkHelpers.time.setNextBlockTimestamp(deadline - early);
}

export async function credits(c: Court, ...accounts: AddressLike[]) {
  return await Promise.all(accounts.map(async (account) => await c.staking.creditOf(account)));
}
