import { AbiCoder, encodeBytes32String, ZeroAddress } from "ethers";
import { Nodes__factory, Quality__factory, Staking__factory } from "../../typechain-types/index.ts";
import { ascending, attestNode } from "../support/attestations.ts";
import { DAY, MILL } from "../support/leasing.ts";
import { networkHelpers } from "../world.ts";
import type { LeaseAccessWorld } from "./lease-world.ts";
import type { Probe } from "./probe.ts";

type P = Probe<LeaseAccessWorld>;

const on =
  (name: "staking" | "nodes" | "attestors" | "quality") =>
  (args: (w: LeaseAccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): P =>
  async (w) => ({ to: w[name], args: await args(w) });

const staking = on("staking");
const nodes = on("nodes");
const LEASE = encodeBytes32String("a lease of its own");

/** The calls of a contract with an owner. */
export function owned(
  name: "nodes" | "attestors" | "quality" | "committee" | "disputes" | "feeAuction",
): Record<string, P> {
  return {
    transferOwnership: async (w) => ({ to: w[name], args: [w.stranger.address] }),
    acceptOwnership: async (w) => {
      await w[name].connect(w.governor).transferOwnership(w.parties.nextGovernance);
      return { to: w[name], args: [] };
    },
    renounceOwnership: async (w) => ({ to: w[name], args: [] }),
  };
}

function unwiredQuality(w: LeaseAccessWorld) {
  return new Quality__factory(w.deployer).deploy(w.parameters, w.staking, w.nodes, w.governor, w.parties.wirer);
}

/** A compensation for an outage, as Leases books one. */
async function compensated(w: LeaseAccessWorld): Promise<bigint> {
  const asLeases = w.staking.connect(w.parties.leases);
  await asLeases.lock(LEASE, w.operator, 10n * MILL, MILL);
  await asLeases.compensate(LEASE, w.operator, w.buyer, 10n * MILL, MILL, true);
  return 1n;
}

/** A dispute that has stake frozen, as Disputes opens one. */
async function frozen(w: LeaseAccessWorld): Promise<bigint> {
  await w.staking.connect(w.parties.disputes).freeze(77n, w.operator, w.challenger, w.buyer, 1_000n);
  return 77n;
}

const STAKING: Record<string, P> = {
  stake: staking(() => [MILL]),
  requestThaw: staking(() => [MILL]),
  withdraw: staking(() => [0n]),
  setCommission: staking(() => [100n]),
  addRewards: staking(async (w) => {
    await w.millToken.connect(w.treasury).transfer(w.staking, MILL);
    await w.staking.connect(w.parties.emissions).noteMinted(MILL);
    return [w.operator.address, MILL];
  }),
  noteMinted: staking(() => [MILL]),
  delegate: staking((w) => [w.operator.address, MILL, 1n]),
  requestUndelegate: staking((w) => [w.operator.address, 1_000n]),
  withdrawDelegation: staking((w) => [w.operator.address, 0n, 1n]),
  lock: staking((w) => [LEASE, w.operator.address, MILL, MILL]),
  extendBond: staking((w) => [w.id, w.operator.address, MILL, MILL]),
  unlock: staking((w) => [w.id, w.operator.address, MILL, MILL]),
  compensate: staking((w) => [w.id, w.operator.address, w.buyer.address, MILL, MILL, true]),
  payCompensation: staking(async (w) => {
    const id = await compensated(w);
    await networkHelpers.time.increase(14 * DAY);
    return [id];
  }),
  takeDisputeBond: staking((w) => [w.stranger.address, MILL]),
  creditDisputeBond: staking((w) => [w.stranger.address, MILL]),
  freeze: staking((w) => [78n, w.operator.address, w.challenger.address, w.buyer.address, 1_000n]),
  release: staking(async (w) => [await frozen(w)]),
  book: staking(async (w) => [await frozen(w)]),
  payOut: staking(async (w) => {
    const id = await frozen(w);
    await w.staking.connect(w.parties.disputes).book(id);
    return [id];
  }),
  contest: staking(async (w) => [await compensated(w)]),
  endContest: staking(async (w) => {
    const id = await compensated(w);
    await w.staking.connect(w.parties.disputes).contest(id);
    return [id, true];
  }),
  withdrawCredit: staking(() => []),
  wire: async (w) => {
    const to = await new Staking__factory(w.deployer).deploy(w.millToken, w.parameters, w.parties.wirer);
    return { to, args: [w.stranger.address, w.stranger.address, ZeroAddress] };
  },
};

async function attested(w: LeaseAccessWorld, hardware: bigint, units: number) {
  const attestation = {
    operator: w.operator.address,
    hardwareId: AbiCoder.defaultAbiCoder().encode(["uint256"], [hardware]),
    classId: 6,
    units,
    expiresAt: BigInt(await networkHelpers.time.latest()) + 400n * BigInt(DAY),
  };
  return [attestation, await attestNode(w, attestation)] as const;
}

const NODES: Record<string, P> = {
  setClass: nodes(() => [6, MILL, MILL, 0]),
  register: nodes(async (w) => attested(w, 2n, 1_000)),
  renew: nodes(async (w) => [w.nodeId, ...(await attested(w, 1n, 4_000))]),
  retire: nodes(async (w) => {
    await w.nodes.connect(w.operator).register(...(await attested(w, 2n, 1_000)));
    return [2n];
  }),
  lease: nodes((w) => [w.nodeId, 1]),
  free: nodes((w) => [w.nodeId, 1]),
  wire: async (w) => {
    const to = await new Nodes__factory(w.deployer).deploy(w.attestors, w.governor, w.parties.wirer);
    return { to, args: [w.stranger.address] };
  },
  wireEmissions: async (w) => {
    const to = await new Nodes__factory(w.deployer).deploy(w.attestors, w.governor, w.parties.wirer);
    return { to, args: [w.stranger.address] };
  },
  ...owned("nodes"),
};

const ATTESTORS: Record<string, P> = {
  setAttestors: on("attestors")((w) => [ascending([w.stranger, w.relayer]).map(({ address }) => address), 1n]),
  ...owned("attestors"),
};

const QUALITY: Record<string, P> = {
  setTokenWeight: on("quality")((w) => [w.token, 1n]),
  record: on("quality")((w) => [w.operator.address, LEASE, w.token, 1n, 0n, 0]),
  refresh: on("quality")((w) => [w.operator.address]),
  wire: async (w) => {
    return { to: await unwiredQuality(w), args: [w.stranger.address] };
  },
  wireEmissions: async (w) => {
    return { to: await unwiredQuality(w), args: [w.stranger.address] };
  },
  ...owned("quality"),
};

export const STAKE_PROBES = { Staking: STAKING, Nodes: NODES, Attestors: ATTESTORS, Quality: QUALITY };
