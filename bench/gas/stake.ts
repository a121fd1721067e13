import { type Courtroom, Fault, Verdict } from "../../test/support/courtroom.ts";
import { DAY, MILL } from "../../test/support/leasing.ts";
import { ethers, networkHelpers } from "../../test/world.ts";
import { gasOf } from "./sample.ts";

const THAW_SECONDS = 14 * DAY;
const SHARES_OF_A_MILL = MILL * 1_000n;

/** Stake, delegate, and leave again, by an operator with a lease and delegators, all of whose words are not zero. */
export async function stakeAndLeave(c: Courtroom) {
  const [asOperator, asDelegator] = [c.staking.connect(c.operator), c.staking.connect(c.delegator)];
  const operator = c.operator.address;
  await c.millToken.connect(c.treasury).transfer(c.stranger, 100n * MILL);
  await c.millToken.connect(c.stranger).approve(c.staking, 100n * MILL);
  await c.staking.connect(c.stranger).delegate(operator, 100n * MILL, 0n);
  // Both have asked to leave before.
  await asOperator.requestThaw(MILL);
  await asDelegator.requestUndelegate(operator, SHARES_OF_A_MILL);

  const stake = await gasOf(asOperator.stake(10n * MILL));
  const delegate = await gasOf(asDelegator.delegate(operator, 10n * MILL, 1n));
  const thaw = await gasOf(asOperator.requestThaw(10n * MILL));
  const undelegate = await gasOf(asDelegator.requestUndelegate(operator, 10n * SHARES_OF_A_MILL));
  await networkHelpers.time.increase(THAW_SECONDS);
  const withdraw = await gasOf(asOperator.withdraw(1n));
  const withdrawDelegation = await gasOf(asDelegator.withdrawDelegation(operator, 1n, 1n));
  return {
    stake: Number(stake),
    delegate: Number(delegate),
    leave: Number(thaw + withdraw),
    leaveDelegation: Number(undelegate + withdrawDelegation),
  };
}

/**
 * A proven fault: what `Disputes` has Staking do alone, then all of the call that ends the dispute, and a party that takes
 * out what it was credited.
 */
export async function slash(c: Courtroom) {
  await c.accuse(Fault.WrongResult);
  await c.answer();
  await c.rule(Verdict.Upheld);
  await c.toDeadline();
  const snapshot = await networkHelpers.takeSnapshot();
  const disputes = await c.disputes.getAddress();
  await networkHelpers.setBalance(disputes, 10n ** 18n);
  const book = await gasOf(c.staking.connect(await ethers.getImpersonatedSigner(disputes)).book(1n));
  await snapshot.restore();
  await c.toDeadline();
  const execute = await gasOf(c.disputes.connect(c.stranger).execute(1n, c.terms));
  await c.staking.payOut(1n);
  const claim = await gasOf(c.staking.connect(c.buyer).withdrawCredit());
  return { book: Number(book), execute: Number(execute), claim: Number(claim) };
}
