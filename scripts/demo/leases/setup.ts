import { encodeFunctionData, type Hex, maxUint256, type PrivateKeyAccount, parseEther } from "viem";
import { testUsdAbi } from "../../../sdk/abi/test-usd.ts";
import type { Call } from "../../../sdk/call.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { leasePriceUp } from "../../../sdk/lease-math.ts";
import { stakeCalls, tokenCalls } from "../../../sdk/stake-calls.ts";
import { connect } from "../../books/rpc.ts";
import { registerNodes } from "./attest.ts";
import type { Cast } from "./cast.ts";
import type { Clock, Deed } from "./clock.ts";
import type { LeasePlan, PlannedLease } from "./lease-plan.ts";
import type { Place } from "./place.ts";
import { pricePerUnitHour } from "./prices.ts";
import type { PlannedNode, PlannedOperator } from "./providers.ts";

const mill = 10n ** 18n;
/** For bonds of disputes and appeals. */
const spareMill = 3_000n * mill;
const delegatedMill = 5_000n * mill;

/** Money for gas, MILL for stake and bonds, stablecoins in Escrow, and all nodes registered. @returns the nodes' ids */
export async function setUp(url: string, clock: Clock, plan: LeasePlan, cast: Cast, place: Place): Promise<bigint[]> {
  await giveGas(url, cast);
  const { staking, token, escrow } = place;
  const { operators, delegators, buyers, ecosystem } = cast;
  const needs = [
    ...operators.map((account, index) => ({ account, amount: spareMill + plannedStake(plan, index) })),
    ...delegators.map((account) => ({ account, amount: delegatedMill })),
    ...buyers.map((account) => ({ account, amount: spareMill })),
  ];
  const approve = (account: PrivateKeyAccount): Deed => ({
    by: account,
    call: tokenCalls.approve(place.mill, staking, maxUint256),
  });
  const give = ({ account, amount }: (typeof needs)[number]): Deed => ({
    by: ecosystem,
    call: tokenCalls.transfer(place.mill, account.address, amount),
  });
  await clock.mine(0, needs.map(give));
  await clock.mine(
    0,
    needs.map(({ account }) => approve(account)),
  );
  const owed = buyers.map((_, index) => pricesOf(plan, index));
  const forBuyers = (call: (account: PrivateKeyAccount, amount: bigint) => Call): Deed[] =>
    buyers.map((by, index) => ({ by, call: call(by, owed[index] ?? 0n) }));
  await clock.mine(
    0,
    forBuyers((account, amount) => mint(token.address, account.address, amount)),
  );
  await clock.mine(
    0,
    forBuyers((_, amount) => tokenCalls.approve(token.address, escrow, amount)),
  );
  await clock.mine(
    0,
    forBuyers((_, amount) => escrowCalls.deposit(escrow, token.address, amount)),
  );
  return registerNodes(clock, plan, cast, place);
}

/** Delegators stand behind the first operators, once these have staked. */
export function delegations(cast: Cast, { staking }: Place): Deed[] {
  return cast.delegators.map((by, index) => {
    const operator = cast.operators[index % cast.operators.length] as PrivateKeyAccount;
    return { by, call: stakeCalls.delegate(staking, operator.address, delegatedMill, 0n) };
  });
}

/** What opening the lease locks, in the token's smallest unit. */
export function priceOf(plan: LeasePlan, lease: PlannedLease): bigint {
  const node = plan.nodes[lease.node] as PlannedNode;
  const rate = pricePerUnitHour(plan.operators[lease.operator] as PlannedOperator, node, lease.kind);
  return leasePriceUp(BigInt(lease.units), rate, BigInt(lease.durationSeconds));
}

/** All that a buyer will lock, refunds not reckoned with; some for one that leases nothing, since a deposit is never 0. */
function pricesOf(plan: LeasePlan, buyer: number): bigint {
  const own = plan.leases.filter((lease) => lease.buyer === buyer);
  return own.reduce((sum, lease) => sum + priceOf(plan, lease), 1_000_000n);
}

function plannedStake({ stakes }: LeasePlan, operator: number): bigint {
  return stakes.reduce((sum, stake) => (stake.operator === operator ? sum + stake.amount : sum), 0n);
}

function mint(token: Hex, owner: Hex, amount: bigint): Call {
  const args = [owner, amount] as const;
  return {
    to: token,
    data: encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args }),
    functionName: "mint",
    args,
  };
}

async function giveGas(url: string, { buyers, operators, delegators, keepers }: Cast): Promise<void> {
  const value = `0x${parseEther("1000").toString(16)}`;
  const accounts = [...buyers, ...operators, ...delegators, ...keepers];
  await connect(url)(accounts.map(({ address }) => ({ method: "hardhat_setBalance", params: [address, value] })));
}
