import { type Command, Option } from "commander";
import { erc20PermitAbi } from "../../sdk/abi/erc20-permit.ts";
import { parseAmount } from "../../sdk/amount.ts";
import { MillraceError } from "../../sdk/error.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { type DepositWay, depositSteps, depositWays } from "../deposit-ways.ts";
import { explain } from "../errors/explain.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { runPlan } from "../transact/run-plan.ts";

type Flags = { readonly by: DepositWay; readonly permit?: true };

export function addDeposit(program: Command): void {
  program
    .command("deposit")
    .summary("put tokens into Escrow, as free balance")
    .argument("<amount>", "whole tokens")
    .addOption(new Option("--by <way>", "how Escrow gets them, see below").choices(depositWays).default("approve"))
    .option("--permit", "the same as --by permit")
    .addHelpText("after", ways)
    .action(answer(["calldata"], (context, [amount]: [string], flags: Flags) => deposit(context, amount, flags)));
}

const ways = `
  approve        an approval and the deposit, with any token
  permit         a signature and the deposit, with tokens that know ERC-2612
  authorization  a signature and the deposit, with tokens that know ERC-3009, like USDC
  permit2        a signature and the deposit, with any token that Permit2 may take from you (approved first if not)`;

async function deposit(context: Context, text: string, { by, permit }: Flags): Promise<Report> {
  const { client, token, reader, self } = context;
  const amount = parseAmount(text, token.decimals);
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  const [balance, free] = await Promise.all([
    client.readContract({ ...read, functionName: "balanceOf", args: [self()] }),
    reader.freeBalance(self(), token.address),
  ]);
  if (balance < amount) {
    throw new MillraceError("There is not enough in the wallet.", {
      code: "chain-refuses",
      found: `${money(balance, token)} of ${self()}`,
      expected: `at least ${money(amount, token)}`,
      next: "Deposit less, or get the token first (on a local chain: `millrace local fund`).",
    });
  }
  const steps = await depositSteps(context, permit ? "permit" : by, amount).catch((error) => {
    throw explain(error);
  });
  return runPlan(context, {
    facts: [
      ["from wallet", `${money(balance, token)}, ${money(balance - amount, token)} after`],
      ["free balance", `${money(free, token)}, ${money(free + amount, token)} after`],
    ],
    steps,
    json: { token: token.address, amount },
    next: "Next: millrace open OPERATOR AMOUNT",
  });
}
