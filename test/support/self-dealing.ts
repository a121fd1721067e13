import { expect } from "chai";
import type { Courtroom } from "./courtroom.ts";
import { MILL } from "./leasing.ts";

/** A lease of the operator to another account of its own, with all free stake as its bond, or a share of it. */
export async function selfLease(c: Courtroom, percent = 100n) {
  const units = 100n;
  const free = await c.staking.freeStake(c.operator);
  const bondPerUnit = ((free - (units * 16n * MILL) / 10n) * percent) / 100n / units;
  const order = await c.order({ units: Number(units), offer: { bondPerUnit, minSeconds: 0 } });
  const leases = c.leases.connect(c.otherBuyer);
  const { offer, durationSeconds, signer, continues, nonce } = order;
  const receipt = await (await leases.open(order)).wait();
  const log = receipt?.logs
    .map((each) => c.leases.interface.parseLog(each))
    .find((each) => each?.name === "LeaseOpened");
  const terms = log?.args.terms.toObject(true) as Courtroom["terms"];
  expect([terms.durationSeconds, terms.nonce]).to.deep.equal([BigInt(durationSeconds), BigInt(nonce)]);
  expect([terms.offer.salt, terms.signer, terms.continues]).to.deep.equal([offer.salt, signer, continues]);
  await c.leases.connect(c.operator).start(terms);
  return { terms, id: await c.leases.leaseIdOf(terms), bond: units * bondPerUnit };
}

/** All MILL of the operator and its other account: in wallets, credited, staked, thawing and pending. */
export async function wealthOf(c: Courtroom): Promise<bigint> {
  const { own, ownThawing, pending } = await c.staking.operatorStake(c.operator);
  let sum = own + ownThawing + pending;
  for (const account of [c.operator, c.otherBuyer]) {
    sum += (await c.millToken.balanceOf(account)) + (await c.staking.creditOf(account));
  }
  return sum;
}
