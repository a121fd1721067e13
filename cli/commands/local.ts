import type { Command } from "commander";
import { encodeFunctionData, erc20Abi, parseEther, toHex, zeroAddress } from "viem";
import { testUsdAbi } from "../../sdk/abi/test-usd.ts";
import { parseAmount } from "../../sdk/amount.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { MillraceError } from "../../sdk/error.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
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
    .summary("give this key gas money, test stablecoins and MILL")
    .argument("[amount]", "whole tokens", "1000")
    .option("--mill <amount>", "whole MILL, from whoever has most of the genesis supply", "0")
    .action(answer([], (context, [amount]: [string], options: FundOptions) => fund(context, amount, options)));
}

type FundOptions = { readonly mill: string };

async function fund(context: Context, text: string, options: FundOptions): Promise<Report> {
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
  const millAmount = parseAmount(options.mill, 18);
  await client.request({ method: "hardhat_setBalance" as never, params: [address, toHex(gasMoney)] as never });
  const args = [address, amount] as const;
  const data = encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args });
  const call = { to: token.address, data, functionName: "mint", args };
  const { transaction } = await sendStep(context, { what: `mint ${money(amount, token)}`, call });
  if (millAmount > 0n) await giveMill(context, millAmount);
  const given = [money(amount, token), ...(millAmount > 0n ? [mill(millAmount)] : [])].join(" and ");
  return {
    json: { address, minted: amount, mill: millAmount, transaction },
    text: `${address} now has gas money, and ${given} more.\nNext: millrace deposit`,
  };
}

/** From the account that has most of the genesis supply: a local node lets anybody act as it. */
async function giveMill({ client, deployment, account }: Context, amount: bigint): Promise<void> {
  const token = contractsOf(deployment).mill;
  const minted = await readContractEvents(client, token, "Transfer", { from: zeroAddress });
  const holders = await Promise.all(
    [...new Set(minted.map(({ args }) => args.to))].map(async (holder) => {
      const code = await client.getCode({ address: holder });
      const balance = await client.readContract({ ...token, functionName: "balanceOf", args: [holder] });
      return { holder, balance: code === undefined ? balance : 0n };
    }),
  );
  const [richest] = holders.sort((a, b) => (a.balance < b.balance ? 1 : -1));
  if (richest === undefined || richest.balance < amount) {
    throw new MillraceError("Nobody on this chain has so much MILL to give.", {
      code: "bad-amount",
      found: mill(amount),
      expected: `at most ${mill(richest?.balance ?? 0n)}`,
    });
  }
  const { holder } = richest;
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [account().address, amount] });
  await client.request({ method: "hardhat_impersonateAccount" as never, params: [holder] as never });
  const hash = await client.request({
    method: "eth_sendTransaction" as never,
    params: [{ from: holder, to: token.address, data }] as never,
  });
  await client.waitForTransactionReceipt({ hash });
}
