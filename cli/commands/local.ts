import type { Command } from "commander";
import { encodeFunctionData, parseEther, toHex } from "viem";
import { testUsdAbi } from "../../sdk/abi/test-usd.ts";
import { parseAmount } from "../../sdk/amount.ts";
import { MillraceError } from "../../sdk/error.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import { sendStep } from "../transact/send-step.ts";

const localChainId = 31_337;
const gasMoney = parseEther("100");

export function addLocal(program: Command): void {
  program
    .command("local")
    .summary("what only a local chain can do")
    .command("fund")
    .summary("give this key gas money and test stablecoins")
    .argument("[amount]", "whole tokens", "1000")
    .action(answer([], (context, [amount]: [string]) => fund(context, amount)));
}

async function fund(context: Context, text: string): Promise<Report> {
  const { client, deployment, token, account } = context;
  if (deployment.chainId !== localChainId) {
    throw new MillraceError("Money comes from nowhere only on a local chain.", {
      code: "not-local",
      found: `chain ${deployment.chainId} (${deployment.network})`,
      expected: `chain ${localChainId}`,
    });
  }
  const { address } = account();
  const amount = parseAmount(text, token.decimals);
  await client.request({ method: "hardhat_setBalance" as never, params: [address, toHex(gasMoney)] as never });
  const args = [address, amount] as const;
  const data = encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args });
  const call = { to: token.address, data, functionName: "mint", args };
  const { transaction } = await sendStep(context, { what: `mint ${money(amount, token)}`, call });
  return {
    json: { address, minted: amount, transaction },
    text: `${address} now has gas money and ${money(amount, token)} more.\nNext: millrace deposit`,
  };
}
