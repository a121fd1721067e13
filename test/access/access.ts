import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import {
  type BaseContract,
  dataSlice,
  encodeBytes32String,
  type FunctionFragment,
  type Interface,
  id,
  isError,
  type ParamType,
  ZeroHash,
} from "ethers";
import { PARTIES, type Party, type Rule } from "../../deploy/access/rule.ts";
import { ACCESS } from "../../deploy/access/table.ts";
import {
  Attestors__factory,
  CommitteeArbitrator__factory,
  Disputes__factory,
  Emissions__factory,
  Escrow__factory,
  FeeAuction__factory,
  Leases__factory,
  MillGovernor__factory,
  MillTimelock__factory,
  MillToken__factory,
  MillVesting__factory,
  Nodes__factory,
  Offers__factory,
  Parameters__factory,
  Quality__factory,
  Staking__factory,
} from "../../typechain-types/index.ts";
import type { Parameters } from "../../typechain-types/parameters/Parameters.ts";
import { attestNode, attestOutage } from "../support/attestations.ts";
import { networkHelpers } from "../world.ts";
import { DISPUTE_PROBES } from "./dispute-probes.ts";
import { GOVERNANCE_PROBES } from "./governance-probes.ts";
import { INCENTIVE_PROBES, onSale } from "./incentive-probes.ts";
import { LEASE_PROBES } from "./lease-probes.ts";
import { type LeaseAccessWorld, leaseAccessWorld } from "./lease-world.ts";
import type { Call, Probe } from "./probe.ts";
import { PAYMENT_PROBES } from "./probes.ts";
import { STAKE_PROBES } from "./stake-probes.ts";
import { accessWorld } from "./world.ts";

const { loadFixture } = networkHelpers;

/** What any world of these tests has. */
type AnyWorld = {
  readonly parties: Readonly<Record<Party, HardhatEthersSigner>>;
  readonly parameters: Parameters;
  readonly guardian: HardhatEthersSigner;
};

/** How the functions of one contract are tried: in which world, at which instance, by which probes. */
type Suite = {
  readonly load: () => Promise<AnyWorld>;
  readonly interface: Interface;
  readonly at: (w: AnyWorld) => BaseContract;
  readonly probes: Readonly<Record<string, (w: AnyWorld) => Promise<Call>>>;
};

function suite<W extends AnyWorld, C extends BaseContract>(
  fixture: () => Promise<W>,
  abi: Interface,
  at: (w: W) => C,
  probes: Readonly<Record<string, Probe<W>>>,
): Suite {
  return {
    load: () => loadFixture(fixture),
    interface: abi,
    at: at as unknown as Suite["at"],
    probes: probes as unknown as Suite["probes"],
  };
}

const payments = (
  abi: Interface,
  at: (w: Awaited<ReturnType<typeof accessWorld>>) => BaseContract,
  name: keyof typeof PAYMENT_PROBES,
) => suite(accessWorld, abi, at, PAYMENT_PROBES[name]);
const leasing = (
  abi: Interface,
  at: (w: LeaseAccessWorld) => BaseContract,
  probes: Readonly<Record<string, Probe<LeaseAccessWorld>>>,
) => suite(leaseAccessWorld, abi, at, probes);

const SUITES: Readonly<Record<string, Suite>> = {
  Escrow: payments(Escrow__factory.createInterface(), (w) => w.escrow, "Escrow"),
  Parameters: payments(Parameters__factory.createInterface(), (w) => w.parameters, "Parameters"),
  MillToken: payments(MillToken__factory.createInterface(), (w) => w.millToken, "MillToken"),
  Staking: leasing(Staking__factory.createInterface(), (w) => w.staking, STAKE_PROBES.Staking),
  Nodes: leasing(Nodes__factory.createInterface(), (w) => w.nodes, STAKE_PROBES.Nodes),
  Attestors: leasing(Attestors__factory.createInterface(), (w) => w.attestors, STAKE_PROBES.Attestors),
  Quality: leasing(Quality__factory.createInterface(), (w) => w.quality, STAKE_PROBES.Quality),
  Offers: leasing(Offers__factory.createInterface(), (w) => w.offers, LEASE_PROBES.Offers),
  Leases: leasing(Leases__factory.createInterface(), (w) => w.leases, LEASE_PROBES.Leases),
  Disputes: leasing(Disputes__factory.createInterface(), (w) => w.disputes, DISPUTE_PROBES.Disputes),
  CommitteeArbitrator: leasing(
    CommitteeArbitrator__factory.createInterface(),
    (w) => w.committee,
    DISPUTE_PROBES.CommitteeArbitrator,
  ),
  Emissions: leasing(Emissions__factory.createInterface(), (w) => w.emissions, INCENTIVE_PROBES.Emissions),
  FeeAuction: leasing(FeeAuction__factory.createInterface(), (w) => w.feeAuction, INCENTIVE_PROBES.FeeAuction),
  MillGovernor: leasing(MillGovernor__factory.createInterface(), (w) => w.millGovernor, GOVERNANCE_PROBES.MillGovernor),
  MillTimelock: leasing(MillTimelock__factory.createInterface(), (w) => w.millTimelock, GOVERNANCE_PROBES.MillTimelock),
  MillVesting: leasing(MillVesting__factory.createInterface(), (w) => w.vesting, GOVERNANCE_PROBES.MillVesting),
};

const functionsOf = (contract: string): FunctionFragment[] => {
  const list: FunctionFragment[] = [];
  SUITES[contract]?.interface.forEachFunction((fragment) => list.push(fragment));
  return list;
};

/** Functions that write: by name, or with their arguments where the name has several. */
function writing(contract: string): string[] {
  const all = functionsOf(contract);
  const isOverloaded = (name: string) => all.filter((other) => other.name === name).length > 1;
  return all
    .filter(({ constant }) => !constant)
    .map((fragment) => (isOverloaded(fragment.name) ? fragment.format() : fragment.name))
    .sort();
}

/** What OpenZeppelin's Governor writes by, and ours refuses to: views, by the compiler's lights. */
const REFUSED_BY_ALL: Readonly<Record<string, string>> = {
  setProposalThreshold: "ThresholdIsFixed",
  updateTimelock: "TimelockIsFixed",
};

/** Arguments of views that refuse what means nothing to them. */
const FEE_ID = encodeBytes32String("protocolFeeBps");
const VIEW_ARGUMENTS: Readonly<Record<string, (w: never) => Promise<readonly unknown[]>>> = {
  state: async (w: LeaseAccessWorld) => {
    const { millGovernor, millToken, treasury } = w;
    const call = [[treasury.address], [0n], ["0x"]] as [string[], bigint[], string[]];
    const found = await millGovernor.hashProposal(...call, id("nothing"));
    if ((await millGovernor.proposalSnapshot(found)) !== 0n) return [found];
    await millToken.connect(treasury).delegate(treasury);
    await networkHelpers.mine();
    await millGovernor.connect(treasury).propose(...call, "nothing");
    return [found];
  },
  priceOf: async (w: LeaseAccessWorld) => {
    const last = await w.feeAuction.lastLot();
    return [last === 0n ? await onSale(w) : last];
  },
  "releasable(address)": async (w: LeaseAccessWorld) => [await w.millToken.getAddress()],
  "vestedAmount(address,uint64)": async (w: LeaseAccessWorld) => [await w.millToken.getAddress(), 1n],
  value: async () => [FEE_ID],
  check: async () => [FEE_ID, 300n],
  node: async (w: LeaseAccessWorld) => [w.nodeId],
  checkNode: async (w: LeaseAccessWorld) => {
    const node = { operator: w.operator.address, hardwareId: ZeroHash, classId: 6, units: 1, expiresAt: 1n };
    return [node, await attestNode(w, node)];
  },
  checkOutage: async (w: LeaseAccessWorld) => {
    const outage = { leaseId: ZeroHash, from: 1n, to: 2n };
    return [outage, await attestOutage(w, outage)];
  },
  rulingDigest: async (w: LeaseAccessWorld) => {
    await w.committee.connect(w.stranger).createDispute(2n, "0x");
    return [1n, 1n];
  },
};

function anyValue({ baseType, type, components, arrayChildren, arrayLength }: ParamType, address: string): unknown {
  if (baseType === "array" && arrayChildren !== null) {
    return Array.from({ length: Math.max(arrayLength ?? 0, 0) }, () => anyValue(arrayChildren, address));
  }
  if (baseType === "tuple") return (components ?? []).map((component) => anyValue(component, address));
  if (type === "address") return address;
  if (type === "bytes") return "0x";
  const size = /^bytes(\d+)$/.exec(type)?.[1];
  return size === undefined ? 0n : dataSlice(ZeroHash, 0, Number(size));
}

const keyOf = (name: string, { when }: Rule) => (when === undefined ? name : `${name}: ${when}`);

/** What a party gets from a call: `allowed`, or the name of the error; empty for a refusal without one. */
async function outcome({ to, args }: Call, name: string, w: AnyWorld, party: Party): Promise<string> {
  try {
    await to
      .connect(w.parties[party])
      .getFunction(name)
      .staticCall(...args);
    return "allowed";
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION")) return error.revert?.name ?? "";
    const named = /reverted with custom error '(\w+)\(/.exec(String(error));
    if (named?.[1] !== undefined) return named[1];
    const data = /return data: (0x[0-9a-f]+)/.exec(String(error))?.[1];
    if (data !== undefined) return to.interface.parseError(data)?.name ?? data;
    if (/reverted|non-contract/.test(String(error))) return "";
    throw error;
  }
}

async function outcomes(call: Call, name: string, w: AnyWorld): Promise<Record<string, string>> {
  const list: Record<string, string> = {};
  for (const party of Object.keys(PARTIES) as Party[]) list[party] = await outcome(call, name, w, party);
  return list;
}

function expected({ may, refused = "", otherwise = {} }: Rule): Record<string, string> {
  return Object.fromEntries(
    (Object.keys(PARTIES) as Party[]).map((party) => [
      party,
      may === "anyone" || may.includes(party) ? "allowed" : (otherwise[party] ?? refused),
    ]),
  );
}

describe("The access table", () => {
  it("has every contract that it can be held against, and they it", () => {
    expect(Object.keys(ACCESS)).to.deep.equal(Object.keys(SUITES));
  });

  for (const [contract, functions] of Object.entries(ACCESS)) {
    const tried = SUITES[contract];
    if (tried === undefined) throw new Error(`${contract} has no probes`);

    it(`has a rule for every function of ${contract} that writes, and a probe for every rule`, () => {
      expect(Object.keys(functions).sort()).to.deep.equal(writing(contract));
      const rules = Object.entries(functions).flatMap(([name, list]) => list.map((rule) => keyOf(name, rule)));
      expect(Object.keys(tried.probes).sort()).to.deep.equal(rules.sort());
    });

    it(`lets every party read every view of ${contract}, paused or not`, async () => {
      const w = await tried.load();
      const to = tried.at(w);
      for (const isPaused of [false, true]) {
        if (isPaused) for (const action of [0, 1, 2]) await w.parameters.connect(w.guardian).pause(action);
        for (const view of functionsOf(contract).filter(({ constant }) => constant)) {
          const { address } = w.parties.stranger;
          const given = await (VIEW_ARGUMENTS[view.format()] ?? VIEW_ARGUMENTS[view.name])?.(w as never);
          const args = given ?? view.inputs.map((input) => anyValue(input, address));
          const answers = await outcomes({ to, args }, view.format(), w);
          const refused = REFUSED_BY_ALL[view.name];
          const rule = refused === undefined ? { may: "anyone" as const } : { may: [], refused };
          expect(answers, view.name).to.deep.equal(expected({ ...rule, note: "" }));
        }
      }
    });

    for (const [name, rules] of Object.entries(functions)) {
      for (const rule of rules) {
        const key = keyOf(name, rule);
        const probe = tried.probes[key];

        it(`says who may call ${contract}.${key}`, async () => {
          const w = await tried.load();
          if (probe === undefined) throw new Error(`${contract}.${key} has no probe`);
          expect(await outcomes(await probe(w), name, w)).to.deep.equal(expected(rule));
        });

        it(`says whether ${contract}.${key} works while everything is paused`, async () => {
          const w = await tried.load();
          if (probe === undefined) throw new Error(`${contract}.${key} has no probe`);
          const call = await probe(w);
          for (const action of [0, 1, 2]) {
            if ((await w.parameters.pausedUntil(action)) === 0n) await w.parameters.connect(w.guardian).pause(action);
          }
          const seen = await outcomes(call, name, w);
          // Where nobody is entitled, what everybody gets must still be what the table says.
          const everybody = Object.keys(PARTIES) as Party[];
          const entitled = rule.may === "anyone" || rule.may.length === 0 ? everybody : rule.may;
          const without = expected(rule);
          for (const party of entitled) expect(seen[party], party).to.equal(rule.whilePaused ?? without[party]);
        });
      }
    }
  }
});
