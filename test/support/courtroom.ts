import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type AddressLike, id, MaxUint256 } from "ethers";
import type { CommitteeArbitrator } from "../../typechain-types/disputes/CommitteeArbitrator.ts";
import { networkHelpers } from "../world.ts";
import { type Leasing, leasing, MILL, type Terms } from "./leasing.ts";

/** Kinds of fault, states and verdicts of disputes, as the contract counts them. */
export const Fault = { WrongResult: 0n, WrongHardware: 1n, DoubleSold: 2n, DataMisuse: 3n, Outage: 4n } as const;
export const DisputeState = { Open: 1n, Answered: 2n, Ruled: 3n, Appealed: 4n, Decided: 5n, Ended: 6n } as const;
export const Verdict = { None: 0n, Upheld: 1n, Rejected: 2n } as const;
/** What the one dispute of a lease left on it. */
export const Claim = { None: 0n, Pending: 1n, Rejected: 2n, Proven: 3n, Unanswered: 4n } as const;

export const EVIDENCE = id("evidence");
export const PLACE = "ipfs://evidence";

/** Stake that no share divides evenly, so that every rounding shows. */
export const OWN_STAKE = 10_000n * MILL + 1_234_567_890_123_457n;
export const DELEGATED = 3_333n * MILL + 333_333_333_333_333_331n;
export const LEASE_BOND = 500n * MILL;

export type Courtroom = Leasing & {
  readonly id: string;
  readonly terms: Terms;
  /** The buyer claims a fault; the number of its dispute. */
  readonly accuse: (kind?: bigint, terms?: Terms) => Promise<bigint>;
  /** The operator answers, which takes the dispute to the court. */
  readonly answer: (disputeId?: bigint) => Promise<void>;
  /** Two of the three members of the dispute's court of now sign. */
  readonly rule: (verdict: bigint, disputeId?: bigint) => Promise<void>;
  readonly appeal: (by: HardhatEthersSigner, disputeId?: bigint) => Promise<void>;
  /** Make the next block the first one at which the dispute's state has timed out, or `early` seconds before. */
  readonly toDeadline: (early?: bigint, disputeId?: bigint) => Promise<void>;
  /** Let the dispute's state time out, and end it, by a stranger. */
  readonly execute: (disputeId?: bigint, terms?: Terms) => Promise<void>;
};

/** A lease of `buyer` that runs; `operator` has delegators, and both parties MILL for bonds. Use with `loadFixture`. */
export async function courtroom(): Promise<Courtroom> {
  const m = await leasing();
  const staking = await m.staking.getAddress();
  for (const account of [m.buyer, m.operator, m.delegator]) {
    await m.millToken.connect(m.treasury).transfer(account.address, 10_000n * MILL);
    await m.millToken.connect(account).approve(staking, MaxUint256);
  }
  await m.staking.connect(m.operator).stake(OWN_STAKE - 10_000n * MILL);
  await m.staking.connect(m.delegator).delegate(m.operator.address, DELEGATED, 0n);
  const lease = await m.running();
  const { disputes } = m;

  async function accuse(kind: bigint = Fault.WrongHardware, terms = lease.terms) {
    await disputes.connect(m.buyer).open(terms, kind, EVIDENCE, PLACE);
    return disputes.lastDisputeId();
  }

  async function rule(verdict: bigint, disputeId = 1n) {
    const { state, arbitratorDisputeId } = await disputes.dispute(disputeId);
    const appealed = state === DisputeState.Appealed;
    const court = appealed ? m.appealCommittee : m.committee;
    const judges = appealed ? [m.appealJudge0, m.appealJudge1] : [m.judge0, m.judge1];
    const { members, signatures } = await signRuling(m, court, arbitratorDisputeId, verdict, judges);
    await court.connect(m.stranger).rule(arbitratorDisputeId, verdict, members, signatures);
  }

  async function toDeadline(early = 0n, disputeId = 1n) {
    const { deadline } = await disputes.dispute(disputeId);
    await networkHelpers.time.setNextBlockTimestamp(deadline - early);
  }

  return {
    ...m,
    ...lease,
    accuse,
    answer: async (disputeId = 1n) => {
      await disputes.connect(m.operator).answer(disputeId, EVIDENCE, PLACE);
    },
    rule,
    appeal: async (by, disputeId = 1n) => {
      await disputes.connect(by).appeal(disputeId, EVIDENCE, PLACE);
    },
    toDeadline,
    execute: async (disputeId = 1n, terms = lease.terms) => {
      const { deadline } = await disputes.dispute(disputeId);
      if (deadline > BigInt(await networkHelpers.time.latest()) + 1n) await toDeadline(0n, disputeId);
      await disputes.connect(m.stranger).execute(disputeId, terms);
    },
  };
}

/** A ruling as members of a committee sign it, in the order in which the committee takes it. */
export async function signRuling(
  m: { readonly chainId: bigint; readonly disputes: { getAddress(): Promise<string> } },
  court: CommitteeArbitrator,
  arbitratorDisputeId: bigint,
  ruling: bigint,
  by: readonly HardhatEthersSigner[],
): Promise<{ members: string[]; signatures: string[] }> {
  const domain = { name: "Millrace", version: "1", chainId: m.chainId, verifyingContract: await court.getAddress() };
  const types = {
    Ruling: [
      { name: "arbitrable", type: "address" },
      { name: "arbitratorDisputeId", type: "uint256" },
      { name: "ruling", type: "uint256" },
    ],
  };
  const message = { arbitrable: await m.disputes.getAddress(), arbitratorDisputeId, ruling };
  const members = [...by].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  return {
    members: members.map(({ address }) => address),
    signatures: await Promise.all(members.map((member) => member.signTypedData(domain, types, message))),
  };
}

export async function credits(c: Courtroom, ...accounts: AddressLike[]): Promise<bigint[]> {
  return Promise.all(accounts.map((account) => c.staking.creditOf(account)));
}
