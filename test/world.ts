import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import hre from "hardhat";
import { deployMillrace } from "../deploy/deployment.ts";
import { loadNetwork, networkFile } from "../deploy/parameters/network.ts";
import {
  Attestors__factory,
  CommitteeArbitrator__factory,
  Disputes__factory,
  Emissions__factory,
  Escrow__factory,
  FeeAuction__factory,
  Leases__factory,
  Lens__factory,
  MillGovernor__factory,
  MillTimelock__factory,
  MillToken__factory,
  MillVesting__factory,
  Nodes__factory,
  Offers__factory,
  Parameters__factory,
  Quality__factory,
  Staking__factory,
  TestUSD__factory,
} from "../typechain-types/index.ts";
import { steadyClock } from "./support/steady-clock.ts";

/** Who acts in tests, in the order of the node's accounts, which deploy/parameters/local.json gives its roles to. */
const ROLES = [
  ...["deployer", "governor", "guardian", "treasury", "ecosystem", "team"],
  ...["relayer", "buyer", "operator", "delegator", "challenger", "arbitrator", "attacker"],
  ...["otherBuyer", "otherOperator", "otherRelayer", "stranger", "attestor0", "attestor1", "attestor2"],
  ...["judge0", "judge1", "judge2", "appealJudge0", "appealJudge1", "appealJudge2"],
] as const;

export type Role = (typeof ROLES)[number];

/** When the chain begins, in whatever year and at whatever hour the tests run: the day on which the team's schedule does. */
const initialDate = "2026-12-01T12:00:00Z";

/** Hardhat's in-process network, started once for all tests of a run; `networkHelpers.loadFixture` resets it. */
const connection = await hre.network.create({ network: "default", chainType: "l1", override: { initialDate } });
steadyClock(hre, connection);
export const { ethers, networkHelpers, provider } = connection;

/** The world that every test starts from: Millrace, put on chain by the real deployment modules. */
export type World = Awaited<ReturnType<typeof world>>;

/** Use it as `await networkHelpers.loadFixture(world)`. */
export async function world() {
  const network = await loadNetwork(networkFile("local"));
  const { deployment } = await deployMillrace({ provider, network });
  const at = (name: string) => {
    const address = deployment.contracts[name];
    if (address === undefined) throw new Error(`the deployment has no ${name}`);
    return address;
  };
  const signers = await roles();
  const { deployer } = signers;
  const governance = await signerOf(at("MillTimelock"));
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("the local network has a test token");
  const [wallet] = deployment.vesting ?? [];
  if (wallet === undefined) throw new Error("the local network locks a share of the genesis supply");
  return {
    ...signers,
    deployment,
    /** The timelock, which owns what is governed: it acts without votes and delay here. Contracts that it owns have it as
     * their caller, unless another one is connected. */
    governance,
    chainId: BigInt(deployment.chainId),
    /** MILL, held by treasury and ecosystem, and locked for the team. */
    millToken: MillToken__factory.connect(at("MillToken"), deployer),
    /** Locks and releases what the team gets. */
    vesting: MillVesting__factory.connect(wallet.wallet, deployer),
    parameters: Parameters__factory.connect(at("Parameters"), governance),
    escrow: Escrow__factory.connect(at("Escrow"), deployer),
    staking: Staking__factory.connect(at("Staking"), deployer),
    attestors: Attestors__factory.connect(at("Attestors"), governance),
    nodes: Nodes__factory.connect(at("Nodes"), governance),
    quality: Quality__factory.connect(at("Quality"), governance),
    offers: Offers__factory.connect(at("Offers"), deployer),
    leases: Leases__factory.connect(at("Leases"), deployer),
    disputes: Disputes__factory.connect(at("Disputes"), governance),
    emissions: Emissions__factory.connect(at("Emissions"), deployer),
    feeAuction: FeeAuction__factory.connect(at("FeeAuction"), governance),
    committee: CommitteeArbitrator__factory.connect(at("Committee"), governance),
    appealCommittee: CommitteeArbitrator__factory.connect(at("AppealCommittee"), governance),
    lens: Lens__factory.connect(at("Lens"), deployer),
    millTimelock: MillTimelock__factory.connect(at("MillTimelock"), deployer),
    millGovernor: MillGovernor__factory.connect(at("MillGovernor"), deployer),
    /** The stablecoin of the tests, 6 decimals; anyone can mint it. */
    usd: TestUSD__factory.connect(usd.address, deployer),
  };
}

/** Act as a contract of the deployment. */
async function signerOf(address: string): Promise<HardhatEthersSigner> {
  await networkHelpers.setBalance(address, 10n ** 20n);
  return ethers.getImpersonatedSigner(address);
}

async function roles(): Promise<Record<Role, HardhatEthersSigner>> {
  const signers = await ethers.getSigners();
  const named = ROLES.map((role, index) => {
    const signer = signers[index];
    if (signer === undefined) throw new Error(`the network has no account ${index} for the role ${role}`);
    return [role, signer] as const;
  });
  return Object.fromEntries(named) as Record<Role, HardhatEthersSigner>;
}
