import type { Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Context } from "../context.ts";

/** Compensation that was booked for a buyer. MILL's smallest unit. */
export type Booked = {
  readonly compensationId: bigint;
  readonly leaseId: Hex;
  /** As it was booked. */
  readonly booked: bigint;
  /** What it is worth now, after slashes; 0 once it is paid or returned. */
  readonly worth: bigint;
  /** Timestamp (s) from which anyone can have it paid. */
  readonly payableAt: bigint;
  /** `waiting` for its time, `contested`, `payable`, or over: `paid`, or `returned` to the operator by a ruling. */
  readonly state: "waiting" | "contested" | "payable" | "paid" | "returned";
  /** What was paid. */
  readonly paid: bigint;
};

/** Of one lease or several, oldest first. @param now timestamp of the newest block, s */
export async function readCompensations(
  { client, deployment }: Context,
  leaseId: Hex | readonly Hex[],
  now: bigint,
): Promise<Booked[]> {
  const { staking } = contractsOf(deployment);
  const booked = await readContractEvents(client, staking, "CompensationBooked", { leaseId });
  if (booked.length === 0) return [];
  const among = { compensationId: booked.map(({ args }) => args.compensationId) };
  const paid = await readContractEvents(client, staking, "CompensationPaid", among);
  const payments = new Map(paid.map(({ args }) => [args.compensationId, args.amount]));
  return Promise.all(
    booked.map(async ({ args }): Promise<Booked> => {
      const { compensationId, payableAt } = args;
      const left = await client.readContract({ ...staking, functionName: "compensation", args: [compensationId] });
      const payment = payments.get(compensationId);
      const isOver = BigInt(left.operator) === 0n;
      const open = left.contested ? "contested" : now >= payableAt ? "payable" : "waiting";
      const state = payment !== undefined ? "paid" : isOver ? "returned" : open;
      const { leaseId: id, amount } = args;
      return { compensationId, leaseId: id, booked: amount, worth: left.amount, payableAt, state, paid: payment ?? 0n };
    }),
  );
}
