import type { Address, Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** Compensation that leases have booked against bonds. Amounts in MILL's smallest unit. */
export type CompensationFacts = {
  readonly compensationId: bigint;
  readonly leaseId: Hex;
  readonly buyer: Address;
  readonly booked: bigint;
  /** Timestamp (s) from which anyone can have it paid. */
  readonly payableAt: bigint;
  readonly state: "pending" | "contested" | "paid" | "returned";
  /** What it is worth while pending, or what was paid or returned: less than booked if a slash reached it. */
  readonly amount: bigint;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transaction: Hex;
};

/** Of these leases, oldest first. */
export async function readCompensations(context: Context, leaseIds: readonly Hex[]): Promise<CompensationFacts[]> {
  if (leaseIds.length === 0) return [];
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const booked = await readContractEvents(client, staking, "CompensationBooked", { leaseId: leaseIds });
  if (booked.length === 0) return [];
  const among = { compensationId: booked.map(({ args }) => args.compensationId) };
  const [paid, returned] = await Promise.all([
    readContractEvents(client, staking, "CompensationPaid", among),
    readContractEvents(client, staking, "CompensationReturned", among),
  ]);
  const amountIn = (events: typeof paid | typeof returned, id: bigint) =>
    events.find(({ args }) => args.compensationId === id)?.args.amount;
  return Promise.all(
    booked.map(async ({ args, blockNumber, logIndex, transactionHash }) => {
      const { compensationId, leaseId, buyer, amount, payableAt } = args;
      const place = { blockNumber, logIndex, transaction: transactionHash };
      const common = { compensationId, leaseId, buyer, booked: amount, payableAt, ...place };
      const wasPaid = amountIn(paid, compensationId);
      if (wasPaid !== undefined) return { ...common, state: "paid", amount: wasPaid } as const;
      const wasReturned = amountIn(returned, compensationId);
      if (wasReturned !== undefined) return { ...common, state: "returned", amount: wasReturned } as const;
      const query = { ...staking, functionName: "compensation", args: [compensationId] } as const;
      const now = await client.readContract(query);
      return { ...common, state: now.contested ? "contested" : "pending", amount: now.amount } as const;
    }),
  );
}
