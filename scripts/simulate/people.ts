import { type Address, encodeFunctionData } from "viem";
import { testUsdAbi } from "../../sdk/abi/test-usd.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { stakeCalls, tokenCalls } from "../../sdk/stake-calls.ts";
import type { SessionKey } from "../demo/session-key.ts";
import type { Action } from "./chain.ts";
import { act, type Stage } from "./stage.ts";

/** One account of somebody's, and what was put into it. Amounts in the tokens' smallest units. */
export type Person = {
  readonly key: SessionKey;
  readonly address: Address;
  readonly fundedUsd: bigint;
  readonly fundedMill: bigint;
  /** Off the chain: what serving cost (power, rent). */
  costUsd: bigint;
  /** Off the chain: what the GPU time was worth that it got. */
  goodsUsd: bigint;
};

/** What people start with. */
export type Funds = { readonly usd: bigint; readonly mill: bigint };

const EVERYTHING = 2n ** 256n - 1n;

/** Somebody new, and the calls that give it its money and let Escrow and Staking take what it hands them. */
export function enrol(stage: Stage, { usd, mill }: Funds): { person: Person; actions: Action[] } {
  const key = stage.newcomer();
  const { address } = key;
  const millToken = stage.at("MillToken");
  const token = stage.usd.address;
  const mint = encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args: [address, usd] });
  const treasury = stage.roles[3] as SessionKey;
  const approve = (what: Address, spender: Address) =>
    act(key, "approve", tokenCalls.approve(what, spender, EVERYTHING));
  return {
    person: { key, address, fundedUsd: usd, fundedMill: mill, costUsd: 0n, goodsUsd: 0n },
    actions: [
      ...(mill === 0n ? [] : [act(treasury, "buy MILL", tokenCalls.transfer(millToken, address, mill))]),
      ...(usd === 0n ? [] : [{ from: address, to: token, data: mint, what: "mint" }]),
      approve(millToken, stage.at("Staking")),
      approve(token, stage.at("Escrow")),
    ],
  };
}

export function deposit(stage: Stage, person: Person, amount: bigint): Action {
  return act(person, "deposit", escrowCalls.deposit(stage.at("Escrow"), stage.usd.address, amount));
}

export function stake(stage: Stage, person: Person, amount: bigint): Action {
  return act(person, "stake", stakeCalls.stake(stage.at("Staking"), amount));
}
