import type { Command } from "commander";
import { answer } from "../../answer.ts";
import { credit } from "../operator/credit.ts";

/** What disputes owe to an account: bonds that came back or were won, bounties, a buyer's part of a slash. */
export function addCredit(program: Command): void {
  const group = program.command("credit").summary("what disputes and slashes owe you, and take it");
  group
    .command("show")
    .summary("how much it is")
    .action(answer([], (context) => credit(context, {})));
  group
    .command("withdraw")
    .summary("take all of it")
    .action(answer(["calldata"], (context) => credit(context, { withdraw: true })));
}
