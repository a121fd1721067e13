import type { Command } from "commander";
import { type Address, encodeFunctionData } from "viem";
import { erc20PermitAbi } from "../../sdk/abi/erc20-permit.ts";
import { formatAmount, parseAmount } from "../../sdk/amount.ts";
import { MillraceError } from "../../sdk/error.ts";
import { type Call, escrowCalls } from "../../sdk/escrow-calls.ts";
import { type Permit, signPermit } from "../../sdk/permit.ts";
import { compactSignature } from "../../sdk/signature.ts";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import { money } from "../output/format.ts";
import type { Report } from "../output/report.ts";
import type { Step } from "../transact/plan.ts";
import { runPlan } from "../transact/run-plan.ts";

/** How long a permit may wait to be mined. */
const permitSeconds = 3_600n;

export function addDeposit(program: Command): void {
  program
    .command("deposit")
    .summary("put tokens into Escrow, as free balance")
    .argument("<amount>", "whole tokens")
    .option("--permit", "allow it by a signature: one transaction instead of two (ERC-2612)")
    .action(
      answer(["calldata"], (context, [amount]: [string], { permit }: { permit?: true }) =>
        deposit(context, amount, permit),
      ),
    );
}

async function deposit(context: Context, text: string, byPermit: boolean | undefined): Promise<Report> {
  const { client, token, escrow, reader, self } = context;
  const amount = parseAmount(text, token.decimals);
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  const [balance, allowance, free] = await Promise.all([
    client.readContract({ ...read, functionName: "balanceOf", args: [self()] }),
    client.readContract({ ...read, functionName: "allowance", args: [self(), escrow] }),
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
  return runPlan(context, {
    facts: [
      ["from wallet", `${money(balance, token)}, ${money(balance - amount, token)} after`],
      ["free balance", `${money(free, token)}, ${money(free + amount, token)} after`],
    ],
    steps: byPermit ? [await permitStep(context, amount)] : plainSteps(context, amount, allowance),
    json: { token: token.address, amount },
    next: "Next: millrace open OPERATOR AMOUNT",
  });
}

function plainSteps({ token, escrow }: Context, amount: bigint, allowance: bigint): Step[] {
  const what = `deposit ${money(amount, token)}`;
  const step = { what, call: escrowCalls.deposit(escrow, token.address, amount) };
  if (allowance >= amount) return [step];
  return [{ what: `allow Escrow to take ${money(amount, token)}`, call: approve(token.address, escrow, amount) }, step];
}

function approve(token: Address, spender: Address, amount: bigint): Call {
  const args = [spender, amount] as const;
  const data = encodeFunctionData({ abi: erc20PermitAbi, functionName: "approve", args });
  return { to: token, data, functionName: "approve", args };
}

async function permitStep(context: Context, value: bigint): Promise<Step> {
  const { client, token, escrow, account } = context;
  const owner = account().address;
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  try {
    const [[, name, version, chainId], nonce, { timestamp }] = await Promise.all([
      client.readContract({ ...read, functionName: "eip712Domain" }),
      client.readContract({ ...read, functionName: "nonces", args: [owner] }),
      client.getBlock(),
    ]);
    const deadline = timestamp + permitSeconds;
    const permit: Permit = { token: token.address, owner, spender: escrow, value, nonce, deadline };
    const domain = { name, version, chainId: Number(chainId) };
    const signature = compactSignature(await signPermit(account(), domain, permit));
    const what = `deposit ${formatAmount(value, token.decimals)} ${token.symbol} by permit`;
    return { what, call: escrowCalls.depositWithPermit(escrow, permit, signature) };
  } catch (error) {
    throw explain(error);
  }
}
