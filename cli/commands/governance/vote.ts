import { writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { millGovernorAbi } from "../../../sdk/abi/mill-governor.ts";
import {
  type Ballot,
  governorDomain,
  positionParams,
  type Support,
  signBallot,
  supports,
} from "../../../sdk/ballot.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { governorCalls } from "../../../sdk/governance-calls.ts";
import { governanceOf, type MadeProposal } from "../../../sdk/proposal.ts";
import { formatQuantity } from "../../../sdk/quantity.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { choosePositions, type VotingPosition } from "../../governance/positions.ts";
import { needState, pickProposal } from "../../governance/proposals.ts";
import type { Fact } from "../../output/layout.ts";
import { toJson } from "../../output/print.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type VoteOptions = {
  readonly positions: string;
  readonly reason: string;
  readonly signOnly?: boolean;
  readonly out?: string;
};

export function addVote(group: Command): void {
  group
    .command("vote")
    .summary("vote with the wallet's MILL and with staked positions")
    .argument("<id>", "the id, its first digits, or latest")
    .argument("<choice>", supports.join(", "))
    .option("--positions <which>", "auto: all that count; none; or operators with commas between", "auto")
    .option("--reason <text>", "kept on chain", "")
    .option("--sign-only", "sign the vote for somebody else to submit; nothing is sent")
    .addOption(new Option("--out <file>", "where to write the signed vote (default: show it)"))
    .action(
      answer(["calldata"], (context, args: [string, string], options: VoteOptions) => vote(context, args, options)),
    );
}

async function vote(context: Context, [id, choice]: [string, string], options: VoteOptions): Promise<Report> {
  const { deployment, self } = context;
  const support = parseSupport(choice);
  const proposal = await pickProposal(context, id);
  await needState(context, proposal, ["active"]);
  const positions = await choosePositions(context, options.positions, self(), proposal.voteStart);
  const params = positionParams(positions.map(({ operator }) => operator));
  const ballot = { proposalId: proposal.id, support, reason: options.reason, params };
  if (options.signOnly === true) return signOnly(context, ballot, options.out);

  const wallet = await walletVotes(context, proposal);
  const weight = positions.reduce((sum, { votes }) => sum + votes, wallet);
  if (weight === 0n) throw powerless(context);
  const { governor } = governanceOf(deployment);
  return runPlan(context, {
    facts: [["proposal", String(proposal.id)], ...weightFacts(wallet, positions)],
    json: { proposalId: proposal.id, support, wallet, positions, weight },
    steps: [{ what: `vote ${support} with ${mill(weight)}`, call: governorCalls.castVote(governor, ballot) }],
  });
}

type Vote = Omit<Ballot, "voter" | "nonce">;

async function signOnly({ client, deployment, account }: Context, vote: Vote, file?: string): Promise<Report> {
  const { governor } = governanceOf(deployment);
  const voter = account().address;
  const at = { address: governor, abi: millGovernorAbi } as const;
  const nonce = await client.readContract({ ...at, functionName: "nonces", args: [voter] });
  const ballot: Ballot = { ...vote, voter, nonce };
  const signature = await signBallot(account(), governorDomain(deployment.chainId, governor), ballot);
  const json = { governor, chainId: deployment.chainId, ...ballot, signature };
  const next = "Anyone can submit it: millrace governance submit-vote FILE";
  if (file === undefined) return { json, text: `${toJson(json)}\n\n${next}` };
  writeFileSync(file, `${toJson(json)}\n`, { flag: "wx" });
  return { json: { ...json, file }, text: `Signed in ${file}. ${next}` };
}

async function walletVotes({ client, deployment, self }: Context, { voteStart }: MadeProposal): Promise<bigint> {
  const { governor } = governanceOf(deployment);
  const args = [self(), voteStart] as const;
  return client.readContract({ address: governor, abi: millGovernorAbi, functionName: "getVotes", args });
}

function weightFacts(wallet: bigint, positions: readonly VotingPosition[]): Fact[] {
  return [
    ["wallet", mill(wallet)],
    ...positions.map(({ operator, votes }): Fact => ["position", `${mill(votes)} at ${operator}`]),
  ];
}

function mill(amount: bigint): string {
  return formatQuantity(amount, "MILL wei");
}

function parseSupport(text: string): Support {
  const found = supports.find((each) => each === text.toLowerCase());
  if (found !== undefined) return found;
  throw new MillraceError("This is no way to vote.", {
    code: "bad-vote",
    found: text,
    expected: supports.join(", "),
  });
}

function powerless({ self }: Context): MillraceError {
  return new MillraceError("This account has no votes in this proposal.", {
    code: "too-few-votes",
    found: `0 MILL of ${self()} at the snapshot`,
    expected: "MILL that was delegated, or staked, before voting began",
    next: "For the next one: millrace governance delegate self, or stake. See `millrace governance power`.",
  });
}
