import type { Command } from "commander";
import { millGovernorAbi } from "../../../sdk/abi/mill-governor.ts";
import { millTokenAbi } from "../../../sdk/abi/mill-token.ts";
import { governanceOf } from "../../../sdk/proposal.ts";
import { formatQuantity } from "../../../sdk/quantity.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { contractNamed } from "../../governance/contracts.ts";
import { positionsOf } from "../../governance/positions.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addPower(group: Command): void {
  group
    .command("power")
    .summary("what an account would vote with if voting began now: wallet and staked positions")
    .argument("[account]", "an address (default: this account)")
    .action(answer([], (context, [account]: [string | undefined]) => power(context, account)));
}

async function power(context: Context, who: string | undefined): Promise<Report> {
  const { client, deployment, self } = context;
  const account = who === undefined ? self() : parseAddress(who, "The account");
  const mill = { address: contractNamed(deployment, "MillToken").address, abi: millTokenAbi } as const;
  const governor = { address: governanceOf(deployment).governor, abi: millGovernorAbi } as const;
  const { timestamp } = await client.getBlock();
  const [wallet, balance, delegate, threshold, positions] = await Promise.all([
    client.readContract({ ...mill, functionName: "getVotes", args: [account] }),
    client.readContract({ ...mill, functionName: "balanceOf", args: [account] }),
    client.readContract({ ...mill, functionName: "delegates", args: [account] }),
    client.readContract({ ...governor, functionName: "proposalThreshold" }),
    // As of the next second, so that what has grown in this one counts.
    positionsOf(context, account, timestamp + 1n),
  ]);
  const total = positions.reduce((sum, { votes }) => sum + votes, wallet);
  const amount = (value: bigint) => formatQuantity(value, "MILL wei");
  const isDelegated = !/^0x0+$/.test(delegate);
  const facts: Fact[] = [
    ["account", account],
    ["MILL in the wallet", `${amount(balance)}, delegated to ${isDelegated ? delegate : "nobody: it does not vote"}`],
    ["votes of the wallet", amount(wallet)],
    ...positions.map(({ operator, votes }): Fact => [`votes at ${operator}`, amount(votes)]),
    ["votes in all", amount(total)],
    ["may propose", wallet >= threshold ? "yes" : `no: it takes ${amount(threshold)} in the wallet`],
  ];
  const json = { account, balance, delegate, wallet, positions, total, threshold, mayPropose: wallet >= threshold };
  return { json, text: factsText(facts) };
}
