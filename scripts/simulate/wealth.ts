import { type Address, erc20Abi } from "viem";
import { inUsd } from "./economy.ts";
import type { Person } from "./people.ts";
import type { Stage } from "./stage.ts";

/** Amounts in the tokens' smallest units. */
export type Wallet = { readonly usd: bigint; readonly mill: bigint };

/** What somebody has in its wallet, read from the chain. */
export async function walletOf(stage: Stage, account: Address): Promise<Wallet> {
  const balance = (token: Address) =>
    stage.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
  const [usd, mill] = await Promise.all([balance(stage.usd.address), balance(stage.at("MillToken"))]);
  return { usd, mill };
}

/** What came of what a character put in. Money in the payment token's smallest unit. */
export type Profit = { readonly capital: bigint; readonly gain: bigint };

/**
 * All that these people took out, and what they got off the chain, less all that they put in and what serving cost
 * them. Everything must be in their wallets.
 */
export async function profitOf(stage: Stage, people: readonly Person[], millPrice: number): Promise<Profit> {
  let capital = 0n;
  let gain = 0n;
  for (const person of people) {
    const { usd, mill } = await walletOf(stage, person.address);
    const put = person.fundedUsd + inUsd(person.fundedMill, millPrice);
    capital += put;
    gain += usd + inUsd(mill, millPrice) + person.goodsUsd - person.costUsd - put;
  }
  return { capital, gain };
}
