import type { Command } from "commander";
import { millTokenAbi } from "../../../sdk/abi/mill-token.ts";
import { delegateVotes } from "../../../sdk/governance-calls.ts";
import { formatQuantity } from "../../../sdk/quantity.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { contractNamed } from "../../governance/contracts.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addDelegate(group: Command): void {
  group
    .command("delegate")
    .summary("let somebody vote with the MILL of this wallet; it stays here")
    .argument("<to>", "an address, or self: MILL that is not delegated does not vote")
    .action(answer(["calldata"], (context, [to]: [string]) => delegate(context, to)));
}

async function delegate(context: Context, to: string): Promise<Report> {
  const { client, deployment, self } = context;
  const delegatee = to === "self" ? self() : parseAddress(to, "The delegate");
  const { address } = contractNamed(deployment, "MillToken");
  const at = { address, abi: millTokenAbi } as const;
  const [balance, before] = await Promise.all([
    client.readContract({ ...at, functionName: "balanceOf", args: [self()] }),
    client.readContract({ ...at, functionName: "delegates", args: [self()] }),
  ]);
  return runPlan(context, {
    facts: [
      ["MILL", formatQuantity(balance, "MILL wei")],
      ["delegate until now", /^0x0+$/.test(before) ? "nobody" : before],
      ["counts", "in proposals whose voting begins after this"],
    ],
    json: { delegatee, balance },
    steps: [{ what: `delegate votes to ${delegatee}`, call: delegateVotes(address, delegatee) }],
  });
}
