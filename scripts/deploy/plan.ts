import { formatEther, formatUnits } from "ethers";
import type { NetworkParameters } from "../../deploy/parameters/network.ts";
import type { PlannedTransaction, PlannedValue } from "../../deploy/rehearsal/transaction.ts";
import type { Rehearsal } from "../../deploy/rehearsal.ts";
import { describeStep } from "../../deploy/step.ts";

export function totalGas({ transactions }: Rehearsal): bigint {
  return transactions.reduce((sum, { gas }) => sum + gas, 0n);
}

/** What the deployment costs at the fee that the node asks for now, wei. */
export function totalCost(plan: Rehearsal): bigint {
  return totalGas(plan) * plan.gasPriceWei;
}

/** The plan for programs; amounts in wei, integers in decimal. */
export function planJson({ network, chainId }: NetworkParameters, plan: Rehearsal): object {
  const { transactions, deployment, gasPriceWei, balanceWei, ...rest } = plan;
  return {
    network,
    chainId,
    dryRun: true,
    ...rest,
    balanceWei: `${balanceWei}`,
    gasPriceWei: `${gasPriceWei}`,
    gas: `${totalGas(plan)}`,
    costWei: `${totalCost(plan)}`,
    transactions: transactions.map((transaction) => ({
      ...transaction,
      gas: `${transaction.gas}`,
      costWei: `${transaction.gas * gasPriceWei}`,
    })),
    contracts: deployment.contracts,
    tokens: deployment.tokens,
  };
}

/** The plan for people. */
export function planText({ network, chainId }: NetworkParameters, plan: Rehearsal): string {
  const { transactions, kept, deployer, balanceWei, block, gasPriceWei } = plan;
  const names = new Map(Object.entries(plan.deployment.contracts).map(([name, address]) => [address, name]));
  const cost = totalCost(plan);
  return [
    `${network} (chain ${chainId}), rehearsed on a copy of block ${block}; nothing was sent`,
    `deployer ${deployer}, balance ${formatEther(balanceWei)} ETH, ${formatUnits(gasPriceWei, "gwei")} gwei per gas`,
    "",
    ...kept.map(describeStep),
    ...transactions.flatMap((transaction) => lines(transaction, gasPriceWei, names)),
    "",
    `${transactions.length} transactions, ${grouped(totalGas(plan))} gas, ${formatEther(cost)} ETH`,
    ...(balanceWei < cost ? [`the deployer lacks ${formatEther(cost - balanceWei)} ETH`] : []),
  ].join("\n");
}

function lines(
  { kind, contract, address, function: name, arguments: given, nonce, gas }: PlannedTransaction,
  gasPriceWei: bigint,
  names: ReadonlyMap<string, string>,
): string[] {
  const what = kind === "deploy" ? `deploy ${contract}` : `call   ${contract}.${name}`;
  return [
    `${`${nonce}`.padStart(4)} ${what.padEnd(38)} ${address} ${grouped(gas).padStart(11)} gas ${formatEther(gas * gasPriceWei)} ETH`,
    ...given.map((argument) => `       ${argument.name}: ${short(argument.value, names)}`),
  ];
}

const LONGEST = 100;

function short(value: PlannedValue, names: ReadonlyMap<string, string>): string {
  if (typeof value === "string" && names.has(value)) return `${value} (${names.get(value)})`;
  if (!Array.isArray(value)) return String(value);
  const text = `[${value.map((item) => short(item, names)).join(", ")}]`;
  return text.length <= LONGEST ? text : `${value.length} items, all of them with --json`;
}

function grouped(amount: bigint): string {
  return amount.toLocaleString("en");
}
