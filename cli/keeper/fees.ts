import type { Address } from "viem";
import { feeAuctionAbi } from "../../sdk/abi/fee-auction.ts";
import { lotAmountDown, lotCostUp } from "../../sdk/auction-math.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { auctionCalls } from "../../sdk/incentive-calls.ts";
import { tokenCalls } from "../../sdk/stake-calls.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { money } from "../output/format.ts";
import { type Duty, portions, type Task } from "./duty.ts";
import { operatorsOf } from "./rewards.ts";

const atOnce = 50;
const epochSeconds = 86_400n;

function auctionOf({ deployment }: Context) {
  const address = contractAt(deployment, "FeeAuction");
  return { address, abi: feeAuctionAbi, fromBlock: deployment.block } as const;
}

/** Move protocol fees into the lot of the day, once they are worth a lot. */
export const collectFees: Duty = async (context) => {
  const { client, deployment } = context;
  const auction = auctionOf(context);
  const operators = await operatorsOf(context);
  const tasks: Task[] = [];
  for (const token of deployment.tokens) {
    const owing: Address[] = [];
    let total = 0n;
    for (const operator of operators) {
      const args = [operator, token.address] as const;
      const [, fees] = await client.readContract({ ...contractsOf(deployment).escrow, functionName: "earnings", args });
      if (fees === 0n) continue;
      owing.push(operator);
      total += fees;
    }
    const terms = await client.readContract({ ...auction, functionName: "tokenTerms", args: [token.address] });
    if (total === 0n || total < terms.leastAmount || terms.startPrice === 0n) continue;
    for (const some of portions(owing, atOnce)) {
      const call = auctionCalls.collect(auction.address, token.address, some);
      tasks.push({ what: `collect fees in ${token.symbol} of ${some.length} operators`, call });
    }
  }
  return tasks;
};

/** Pay rebates of lots that are sold, and burn what nobody claimed in time. */
export const payRebates: Duty = async (context, now) => {
  const { client } = context;
  const auction = auctionOf(context);
  const last = await client.readContract({ ...auction, functionName: "lastLot" });
  const operators = await operatorsOf(context);
  const tasks: Task[] = [];
  for (let id = 1n; id <= last; id++) {
    const lot = await client.readContract({ ...auction, functionName: "lot", args: [id] });
    const until = BigInt(lot.rebatesFrom) + BigInt(lot.claimHours) * 3_600n;
    if (lot.pot === lot.paid || now < BigInt(lot.rebatesFrom)) continue;
    if (now >= until) {
      tasks.push({ what: `burn the rest of lot ${id}`, call: auctionCalls.burnRest(auction.address, id) });
      continue;
    }
    const owed: Address[] = [];
    for (const operator of operators) {
      const [, , due] = await client.readContract({ ...auction, functionName: "rebateOf", args: [id, operator] });
      if (due > 0n) owed.push(operator);
    }
    for (const some of portions(owed, atOnce)) {
      const call = auctionCalls.claimRebates(auction.address, id, some);
      tasks.push({ what: `pay rebates of lot ${id} to ${some.length} operators`, call });
    }
  }
  return tasks;
};

/**
 * Buy lots whose price has come down to what the keeper gives, or as much of them as its wallet pays for.
 * @param most MILL's smallest unit per whole token
 */
export function bidBelow(most: bigint): Duty {
  return async (context, now) => {
    const { client, deployment, self } = context;
    const auction = auctionOf(context);
    const millToken = contractsOf(deployment).mill;
    const last = await client.readContract({ ...auction, functionName: "lastLot" });
    const [balance, allowance, opened] = await Promise.all([
      client.readContract({ ...millToken, functionName: "balanceOf", args: [self()] }),
      client.readContract({ ...millToken, functionName: "allowance", args: [self(), auction.address] }),
      readContractEvents(client, auction, "LotOpened"),
    ]);
    let wallet = balance;
    const tasks: Task[] = [];
    for (const { args } of opened) {
      const { lot: id } = args;
      if (id > last || now < (args.epoch + 1n) * epochSeconds) continue;
      const lot = await client.readContract({ ...auction, functionName: "lot", args: [id] });
      if (lot.unsold === 0n || lot.token === millToken.address) continue;
      const [price, { leastAmount }] = await Promise.all([
        client.readContract({ ...auction, functionName: "priceOf", args: [id] }),
        client.readContract({ ...auction, functionName: "tokenTerms", args: [lot.token] }),
      ]);
      if (price > most) continue;
      const { symbol } = deployment.tokens.find(({ address }) => address === lot.token) ?? { symbol: lot.token };
      const text = (some: bigint) => money(some, { symbol, address: lot.token, decimals: lot.decimals });
      const smallest = least(lot.unsold, leastAmount);
      const amount = greatest(smallest, least(lot.unsold, lotAmountDown(wallet, price, lot.decimals)));
      const cost = lotCostUp(amount, price, lot.decimals);
      const task: Task = {
        follows: true,
        what: `buy ${text(amount)} of lot ${id} at ${mill(price)} per token`,
        call: auctionCalls.bid(auction.address, id, amount, cost),
        gain: `${mill(lotCostUp(amount, most, lot.decimals) - cost)} at your price of ${mill(most)}`,
      };
      if (cost > wallet) {
        const needed = `the least that is sold, ${text(amount)}, costs ${mill(cost)}`;
        tasks.push({ ...task, lacks: `the wallet has ${mill(wallet)} for it, and ${needed}` });
        continue;
      }
      wallet -= cost;
      tasks.push(task);
    }
    const spent = balance - wallet;
    if (spent > allowance) {
      tasks.unshift({
        what: `let FeeAuction take ${mill(spent)} for bids`,
        call: tokenCalls.approve(millToken.address, auction.address, spent),
      });
    }
    return tasks;
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
