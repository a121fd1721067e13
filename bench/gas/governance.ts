import { type BaseContract, id } from "ethers";
import { MILL, type Parliament, parliament } from "../../test/support/parliament.ts";
import { ethers, networkHelpers } from "../../test/world.ts";
import { gasOf } from "./sample.ts";

const DAY = 86_400;
const DESCRIPTION = "Name another guardian: the present one has asked to be relieved";

/** Gas of each step of a proposal, whose only call names a guardian. */
export type ProposalGas = {
  readonly propose: number;
  readonly vote: number;
  readonly queue: number;
  readonly execute: number;
};

/** The steps of a proposal at our governor, and at OpenZeppelin's with the same extensions, in the same network. */
export async function governanceGas() {
  const fresh = () => networkHelpers.loadFixture(parliament);
  const p = await fresh();
  const millrace = await proposalGas(p, p.governor, await p.parameters.getAddress());
  const q = await fresh();
  const plain = await proposalGas(q, ...(await plainGovernor(q)));
  return { millrace, plain };
}

/** OpenZeppelin's governor with a timelock of its own, which owns settings of its own. */
async function plainGovernor({ millToken, deployer }: Parliament): Promise<[BaseContract, string]> {
  const timelock = await ethers.deployContract("PlainTimelock", [2 * DAY, deployer], deployer);
  const governor = await ethers.deployContract("PlainGovernor", [millToken, timelock], deployer);
  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
    await timelock.getFunction("grantRole")(id(role), governor);
  }
  const parameters = await ethers.deployContract("Parameters", [timelock, deployer, [], []], deployer);
  return [governor, await parameters.getAddress()];
}

async function proposalGas(p: Parliament, governor: BaseContract, parameters: string): Promise<ProposalGas> {
  const data = p.parameters.interface.encodeFunctionData("setGuardian", [p.stranger.address]);
  const call = [[parameters], [0n], [data]] as const;
  const hashed = [...call, id(DESCRIPTION)];
  const by = governor.connect(p.voter);
  await p.millToken.connect(p.treasury).transfer(p.voter, MILL);
  await networkHelpers.mine();
  const propose = await gasOf(by.getFunction("propose")(...call, DESCRIPTION));
  const proposalId = await governor.getFunction("getProposalId").staticCall(...hashed);
  await networkHelpers.time.increase(DAY + 1);
  const vote = await gasOf(by.getFunction("castVote")(proposalId, 1));
  await networkHelpers.time.increase(5 * DAY + 1);
  const queue = await gasOf(by.getFunction("queue")(...hashed));
  await networkHelpers.time.increase(2 * DAY + 1);
  const execute = await gasOf(by.getFunction("execute")(...hashed));
  return { propose: Number(propose), vote: Number(vote), queue: Number(queue), execute: Number(execute) };
}
