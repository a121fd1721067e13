import { type BaseContract, encodeBytes32String, id, ZeroHash } from "ethers";
import { MillTimelock__factory, MillVesting__factory } from "../../typechain-types/index.ts";
import { DAY, MILL } from "../support/leasing.ts";
import { positions, Support } from "../support/parliament.ts";
import { networkHelpers } from "../world.ts";
import type { LeaseAccessWorld } from "./lease-world.ts";
import type { Probe } from "./probe.ts";

type P = Probe<LeaseAccessWorld>;
type Args = (w: LeaseAccessWorld) => readonly unknown[] | Promise<readonly unknown[]>;
const { time } = networkHelpers;

const governor =
  (args: Args): P =>
  async (w) => ({ to: w.millGovernor, args: await args(w) });
const timelock =
  (args: Args): P =>
  async (w) => ({ to: w.millTimelock, args: await args(w) });

const DESCRIPTION = "A change of the voting delay";
const SALT = encodeBytes32String("salt");

/** A call of the governor's own, which its proposal makes. */
async function motion(w: LeaseAccessWorld): Promise<readonly [string[], bigint[], string[]]> {
  const data = w.millGovernor.interface.encodeFunctionData("setVotingDelay", [DAY / 2]);
  return [[await w.millGovernor.getAddress()], [0n], [data]];
}
const again = async (w: LeaseAccessWorld) => [...(await motion(w)), id(DESCRIPTION)] as const;

/** Every party has the votes that a proposal takes, and the buyer enough to carry it. */
async function franchised(w: LeaseAccessWorld): Promise<void> {
  for (const party of Object.values(w.parties)) {
    const amount = party.address === w.buyer.address ? 40_000_000n : 310_000n;
    await w.millToken.connect(w.treasury).transfer(party, amount * MILL);
    await w.millToken.connect(party).delegate(party);
  }
  await time.increase(1);
}

async function proposed(w: LeaseAccessWorld): Promise<bigint> {
  await franchised(w);
  await w.millGovernor.connect(w.parties.proposer).propose(...(await motion(w)), DESCRIPTION);
  return w.millGovernor.hashProposal(...(await again(w)));
}

async function open(w: LeaseAccessWorld): Promise<bigint> {
  const proposal = await proposed(w);
  await time.increaseTo((await w.millGovernor.proposalSnapshot(proposal)) + 1n);
  return proposal;
}

async function carried(w: LeaseAccessWorld) {
  const proposal = await open(w);
  await w.millGovernor.connect(w.buyer).castVote(proposal, Support.For);
  await time.increaseTo((await w.millGovernor.proposalDeadline(proposal)) + 1n);
  return again(w);
}

async function ballot(w: LeaseAccessWorld, name: string, more: Record<string, string>, message: object) {
  const verifyingContract = await w.millGovernor.getAddress();
  const domain = { name: "Millrace Governor", version: "1", chainId: w.chainId, verifyingContract };
  const types = { proposalId: "uint256", support: "uint8", voter: "address", nonce: "uint256", ...more };
  const fields = Object.entries(types).map(([field, type]) => ({ name: field, type }));
  return w.buyer.signTypedData(domain, { [name]: fields }, { voter: w.buyer.address, nonce: 0n, ...message });
}

const MILL_GOVERNOR: Record<string, P> = {
  propose: governor(async (w) => {
    await franchised(w);
    return [...(await motion(w)), DESCRIPTION];
  }),
  castVote: governor(async (w) => [await open(w), Support.For]),
  castVoteWithReason: governor(async (w) => [await open(w), Support.For, "why"]),
  castVoteWithReasonAndParams: governor(async (w) => [
    ...[await open(w), Support.For, "why", positions([w.operator.address])],
  ]),
  castVoteBySig: governor(async (w) => {
    const proposalId = await open(w);
    const signature = await ballot(w, "Ballot", {}, { proposalId, support: Support.For });
    return [proposalId, Support.For, w.buyer.address, signature];
  }),
  castVoteWithReasonAndParamsBySig: governor(async (w) => {
    const message = { proposalId: await open(w), support: Support.For, reason: "why", params: "0x" };
    const signature = await ballot(w, "ExtendedBallot", { reason: "string", params: "bytes" }, message);
    return [message.proposalId, Support.For, w.buyer.address, "why", "0x", signature];
  }),
  queue: governor(carried),
  execute: governor(async (w) => {
    const call = await carried(w);
    await w.millGovernor.queue(...call);
    await time.increase(2 * DAY);
    return call;
  }),
  cancel: governor(async (w) => {
    await proposed(w);
    return again(w);
  }),
  setVotingDelay: governor(() => [DAY]),
  setVotingPeriod: governor(() => [5 * DAY]),
  setLateQuorumVoteExtension: governor(() => [2 * DAY]),
  updateQuorumNumerator: governor(() => [4n]),
  relay: governor((w) => [w.stranger.address, 0n, "0x"]),
  onERC721Received: governor((w) => [w.stranger.address, w.stranger.address, 0n, "0x"]),
  onERC1155Received: governor((w) => [w.stranger.address, w.stranger.address, 0n, 0n, "0x"]),
  onERC1155BatchReceived: governor((w) => [w.stranger.address, w.stranger.address, [], [], "0x"]),
};

/** A call that does nothing, as the timelock is given it. */
const single = (w: LeaseAccessWorld) => [w.stranger.address, 0n, "0x", ZeroHash, SALT] as const;
const batch = (w: LeaseAccessWorld): [string[], bigint[], string[], string, string] => [
  [w.stranger.address],
  [0n],
  ["0x"],
  ZeroHash,
  SALT,
];

async function scheduled(w: LeaseAccessWorld): Promise<string> {
  await w.millTimelock.connect(w.parties.governor).schedule(...single(w), 2 * DAY);
  return w.millTimelock.hashOperation(...single(w));
}

const MILL_TIMELOCK: Record<string, P> = {
  schedule: timelock((w) => [...single(w), 2 * DAY]),
  scheduleBatch: timelock((w) => [...batch(w), 2 * DAY]),
  cancel: timelock(async (w) => [await scheduled(w)]),
  execute: timelock(async (w) => {
    await scheduled(w);
    await time.increase(2 * DAY);
    return single(w);
  }),
  executeBatch: timelock(async (w) => {
    await w.millTimelock.connect(w.parties.governor).scheduleBatch(...batch(w), 2 * DAY);
    await time.increase(2 * DAY);
    return batch(w);
  }),
  grantRole: timelock(async (w) => [await w.millTimelock.PROPOSER_ROLE(), w.stranger.address]),
  revokeRole: timelock(async (w) => [await w.millTimelock.PROPOSER_ROLE(), w.parties.governor.address]),
  renounceRole: timelock(async (w) => [await w.millTimelock.PROPOSER_ROLE(), w.parties.governor.address]),
  updateDelay: timelock(() => [3 * DAY]),
  takeOver: timelock(async (w) => {
    await w.parameters.connect(w.governor).transferOwnership(w.millTimelock);
    return [[await w.parameters.getAddress()]];
  }),
  wire: async (w) => {
    const to = await new MillTimelock__factory(w.deployer).deploy(2 * DAY, w.parties.wirer);
    return { to, args: [w.stranger.address] };
  },
  onERC721Received: timelock((w) => [w.stranger.address, w.stranger.address, 0n, "0x"]),
  onERC1155Received: timelock((w) => [w.stranger.address, w.stranger.address, 0n, 0n, "0x"]),
  onERC1155BatchReceived: timelock((w) => [w.stranger.address, w.stranger.address, [], [], "0x"]),
};

/** A wallet of the governance's, of which half is free. */
const vesting =
  (args: (w: LeaseAccessWorld) => Promise<readonly unknown[]>): P =>
  async (w) => {
    const start = await time.latest();
    const to: BaseContract = await new MillVesting__factory(w.deployer).deploy(w.governor, start, 100 * DAY, DAY);
    await w.millToken.connect(w.treasury).transfer(to, 100n * MILL);
    await time.increase(50 * DAY);
    return { to, args: await args(w) };
  };

const MILL_VESTING: Record<string, P> = {
  "release()": vesting(async () => []),
  "release(address)": vesting(async (w) => [await w.millToken.getAddress()]),
  transferOwnership: vesting(async (w) => [w.stranger.address]),
  renounceOwnership: vesting(async () => []),
};

export const GOVERNANCE_PROBES = {
  MillGovernor: MILL_GOVERNOR,
  MillTimelock: MILL_TIMELOCK,
  MillVesting: MILL_VESTING,
};
