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
  MillToken__factory,
  Nodes__factory,
  Offers__factory,
  Parameters__factory,
  Quality__factory,
  Staking__factory,
  TestUSD__factory,
} from "../typechain-types/index.ts";

/** Who acts in tests, in the order of the node's accounts. The first four are the roles of deploy/parameters/local.json. */
const ROLES = [
  ...["deployer", "governor", "guardian", "treasury", "ecosystem", "team"],
  ...["relayer", "buyer", "operator", "delegator", "challenger", "arbitrator", "attacker"],
  ...["otherBuyer", "otherOperator", "otherRelayer", "stranger", "attestor0", "attestor1", "attestor2"],
  ...["judge0", "judge1", "judge2", "appealJudge0", "appealJudge1", "appealJudge2"],
] as const;

export type Role = (typeof ROLES)[number];

/** Hardhat's in-process network, started once for all tests of a run; `networkHelpers.loadFixture` resets it. */
export const { ethers, networkHelpers, provider } = await hre.network.getOrCreate({
  network: "default",
  chainType: "l1",
});

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
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("the local network has a test token");
  return {
    ...signers,
    deployment,
    chainId: BigInt(deployment.chainId),
    /** MILL, held by treasury, ecosystem and team. */
    millToken: MillToken__factory.connect(at("MillToken"), deployer),
    parameters: Parameters__factory.connect(at("Parameters"), deployer),
    escrow: Escrow__factory.connect(at("Escrow"), deployer),
    staking: Staking__factory.connect(at("Staking"), deployer),
    attestors: Attestors__factory.connect(at("Attestors"), deployer),
    nodes: Nodes__factory.connect(at("Nodes"), deployer),
    quality: Quality__factory.connect(at("Quality"), deployer),
    offers: Offers__factory.connect(at("Offers"), deployer),
    leases: Leases__factory.connect(at("Leases"), deployer),
    disputes: Disputes__factory.connect(at("Disputes"), deployer),
    emissions: Emissions__factory.connect(at("Emissions"), deployer),
    feeAuction: FeeAuction__factory.connect(at("FeeAuction"), deployer),
    committee: CommitteeArbitrator__factory.connect(at("Committee"), deployer),
    appealCommittee: CommitteeArbitrator__factory.connect(at("AppealCommittee"), deployer),
    lens: Lens__factory.connect(at("Lens"), deployer),
    /** The stablecoin of the tests, 6 decimals; anyone can mint it. */
    usd: TestUSD__factory.connect(usd.address, deployer),
  };
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
