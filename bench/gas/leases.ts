import type { Courtroom } from "../../test/support/courtroom.ts";
import { DAY, HOUR, type OrderOptions, registerNode, type Terms } from "../../test/support/leasing.ts";
import { USD } from "../../test/support/market.ts";
import { networkHelpers } from "../../test/world.ts";
import { gasOf } from "./sample.ts";

const { time } = networkHelpers;

/** A tenth of a GPU, so that it fits beside the lease that the operator has already. */
const SMALL: OrderOptions = { units: 100, durationSeconds: 10 * HOUR };

/** A second node, with the signatures of two attestors. */
export async function register(c: Courtroom): Promise<number> {
  await registerNode(c, c.operator, 1_000, 2n);
  const registered = (await c.nodes.queryFilter(c.nodes.filters.NodeRegistered())).at(-1);
  return Number((await registered?.getTransactionReceipt())?.gasUsed);
}

/**
 * All of a lease by time that completes, with its bond, of an operator with another lease and a record, paid before in
 * this token: the buyer opens, the operator starts, a stranger completes and finalizes, the operator withdraws. Once with
 * completion and finalization in one call, once with the completion as soon as the time is up, so that the operator has
 * its money before.
 */
export async function leaseLife(c: Courtroom) {
  await c.usd.mint(c.operator.address, USD);
  const first = await c.running({ ...SMALL, nonce: 1n });
  await time.increase(10 * HOUR);
  await c.leases.complete(first.terms);
  await time.increase(3 * DAY);
  await c.leases.finalize(first.terms);

  const [asOperator, asStranger] = [c.leases.connect(c.operator), c.leases.connect(c.stranger)];
  const { open, terms } = await opened(c);
  const start = await gasOf(asOperator.start(terms));
  await time.increase(10 * HOUR);
  const snapshot = await networkHelpers.takeSnapshot();
  const complete = await gasOf(asStranger.complete(terms));
  await time.increase(3 * DAY);
  const finalize = await gasOf(asStranger.finalize(terms));
  const withdraw = await gasOf(c.escrow.connect(c.operator).withdrawEarnings(c.token));
  await snapshot.restore();

  await time.increase(3 * DAY);
  const both = (["complete", "finalize"] as const).map((name) =>
    c.leases.interface.encodeFunctionData(name as "complete", [terms]),
  );
  const end = await gasOf(asStranger.multicall(both));
  return {
    life: Number(open + start + end + withdraw),
    lifeInFive: Number(open + start + complete + finalize + withdraw),
    ...{ open: Number(open), start: Number(start), complete: Number(complete), finalize: Number(finalize) },
    withdraw: Number(withdraw),
  };
}

async function opened(c: Courtroom): Promise<{ open: bigint; terms: Terms }> {
  const order = await c.order({ ...SMALL, nonce: 2n });
  const receipt = await (await c.leases.connect(c.buyer).open(order)).wait();
  const event = receipt?.logs.map((log) => c.leases.interface.parseLog(log)).find((log) => log?.name === "LeaseOpened");
  if (receipt == null || event == null) throw new Error("open emits LeaseOpened");
  return { open: receipt.gasUsed, terms: event.args.terms.toObject(true) as Terms };
}
