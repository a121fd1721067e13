import { createInterface } from "node:readline/promises";
import { formatEther } from "ethers";
import type { NetworkParameters } from "../../deploy/parameters/network.ts";
import type { Rehearsal } from "../../deploy/rehearsal.ts";
import { MillraceError } from "../../sdk/error.ts";
import { totalCost } from "./plan.ts";

/** @throws MillraceError `balance-too-low` when the deployer cannot pay for what was planned */
export function checkBalance(plan: Rehearsal): void {
  const cost = totalCost(plan);
  if (plan.balanceWei >= cost) return;
  throw new MillraceError("The deployer cannot pay for the deployment.", {
    code: "balance-too-low",
    found: `${formatEther(plan.balanceWei)} ETH of ${plan.deployer}`,
    expected: `at least ${formatEther(cost)} ETH at the current fee`,
    next: "Fund the deployer, or wait for a lower fee.",
  });
}

/**
 * Ask whoever sits at the terminal to type the network's name.
 * @throws MillraceError `not-confirmed`
 */
export async function confirm({ network }: NetworkParameters): Promise<void> {
  const answer = process.stdin.isTTY ? await ask(`Type ${network} to send these transactions: `) : undefined;
  if (answer === network) return;
  throw new MillraceError("Nothing was sent: the deployment was not confirmed.", {
    code: "not-confirmed",
    found: answer === undefined ? "no terminal to ask at" : JSON.stringify(answer),
    expected: network,
    next: "Read the plan, and run the command again with --yes.",
  });
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question);
  terminal.close();
  return answer.trim();
}
