import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { AbiCoder, type BaseContract, encodeBytes32String, id, MaxUint256 } from "ethers";
import { networkHelpers, type World, world } from "../world.ts";

export const MILL = 10n ** 18n;
export const DAY = 86_400;

export const Support = { Against: 0, For: 1, Abstain: 2 } as const;
export const ProposalState = {
  ...{ Pending: 0n, Active: 1n, Canceled: 2n, Defeated: 3n, Succeeded: 4n, Queued: 5n, Expired: 6n, Executed: 7n },
} as const;

/** Calls that a proposal makes, with what the governor asks for again at each step. */
export type Motion = {
  readonly id: bigint;
  readonly targets: string[];
  readonly values: bigint[];
  readonly calldatas: string[];
  readonly description: string;
  /** Snapshot and end of voting, timestamps in seconds. */
  readonly snapshot: number;
  readonly deadline: number;
};

export type Parliament = Awaited<ReturnType<typeof parliament>>;

/**
 * The world with voters: `voter` has delegated 40 million MILL to itself; `staker` holds 10 million, not delegated, with an
 * allowance for Staking. Use with `loadFixture`.
 */
export async function parliament() {
  const w: World = await world();
  const [voter, staker] = [w.buyer, w.delegator];
  await w.millToken.connect(w.treasury).transfer(voter, 40_000_000n * MILL);
  await w.millToken.connect(w.treasury).transfer(staker, 10_000_000n * MILL);
  await w.millToken.connect(voter).delegate(voter);
  await w.millToken.connect(staker).approve(w.staking, MaxUint256);
  await networkHelpers.mine();
  const governor = w.millGovernor;

  async function propose(calls: Call[], description = "", by: HardhatEthersSigner = voter): Promise<Motion> {
    const [targets, calldatas] = [calls.map(({ to }) => to), calls.map(({ data }) => data)];
    const values = calls.map(() => 0n);
    await governor.connect(by).propose(targets, values, calldatas, description);
    const proposalId = await governor.hashProposal(targets, values, calldatas, id(description));
    const [snapshot, deadline] = [
      await governor.proposalSnapshot(proposalId),
      await governor.proposalDeadline(proposalId),
    ];
    const times = { snapshot: Number(snapshot), deadline: Number(deadline) };
    return { id: proposalId, targets, values, calldatas, description, ...times };
  }

  const args = (m: Motion) => [m.targets, m.values, m.calldatas, id(m.description)] as const;
  const vote = (m: Motion, by: HardhatEthersSigner, operators: readonly string[] = [], support: number = Support.For) =>
    governor.connect(by).castVoteWithReasonAndParams(m.id, support, "", positions(operators));

  return {
    ...w,
    governor,
    voter,
    staker,
    propose,
    vote,
    args,
    /** Until voting is open. */
    open: (m: Motion) => until(m.snapshot + 1),
    queue: (m: Motion) => governor.queue(...args(m)),
    execute: (m: Motion) => governor.execute(...args(m)),
    /** Vote a proposal through until it can be executed. */
    carry: async (m: Motion) => {
      await until(m.snapshot + 1);
      await governor.connect(voter).castVote(m.id, Support.For);
      await until(Number(await governor.proposalDeadline(m.id)) + 1);
      await governor.queue(...args(m));
      await networkHelpers.time.increase(2 * DAY);
    },
    /** A call that changes a setting. */
    set: (name: string, value: bigint) => call(w.parameters, "set", [encodeBytes32String(name), value]),
  };
}

/** Let time pass, unless it has. */
async function until(timestamp: number): Promise<void> {
  if ((await networkHelpers.time.latest()) < timestamp) await networkHelpers.time.increaseTo(timestamp);
}

export type Call = { readonly to: string; readonly data: string };

export async function call(contract: BaseContract, name: string, args: readonly unknown[]): Promise<Call> {
  return { to: await contract.getAddress(), data: contract.interface.encodeFunctionData(name, args) };
}

/** What names positions in a vote, in the order that is given. */
export function positions(operators: readonly string[]): string {
  return operators.length === 0 ? "0x" : AbiCoder.defaultAbiCoder().encode(["address[]"], [operators]);
}
