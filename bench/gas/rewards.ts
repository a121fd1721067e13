import { dollars, pass } from "../../test/support/history.ts";
import { DAY, type Leasing, leasing, MILL } from "../../test/support/leasing.ts";
import { networkHelpers } from "../../test/world.ts";
import { gasOf } from "./sample.ts";

const { takeSnapshot, time } = networkHelpers;

/** An operator of tier 1 that was poked before and earns by the second, in an epoch that others have begun. */
export async function earningOperator(): Promise<Leasing> {
  const m = await leasing();
  await pass(m, [{ price: 0n }]);
  await pass(m, [{ price: dollars(200) }, { price: dollars(200) }]);
  for (const account of [m.operator, m.delegator]) {
    await m.millToken.connect(m.treasury).transfer(account, 10_000n * MILL);
    await m.millToken.connect(account).approve(m.staking, 10_000n * MILL);
  }
  await time.increaseTo((BigInt(await time.latest()) / BigInt(DAY) + 1n) * BigInt(DAY) + 3_600n);
  await m.emissions.poke([m.operator]);
  await time.increase(60);
  await m.emissions.claim(m.operator);
  return m;
}

/** Claim, stake and delegate while rewards accrue, without delegators and with one. */
export async function accruing(m: Leasing) {
  const asDelegator = m.staking.connect(m.delegator);
  const alone = await moves(m);
  await asDelegator.delegate(m.operator, 1_000n * MILL, 0n);
  const delegated = await moves(m);
  const delegate = Number(await gasOf(asDelegator.delegate(m.operator, 10n * MILL, 1n)));
  return { alone, delegated: { ...delegated, delegate } };
}

/** Each a minute after the last accrual. */
async function moves(m: Leasing) {
  await time.increase(60);
  const snapshot = await takeSnapshot();
  const claim = Number(await gasOf(m.emissions.connect(m.stranger).claim(m.operator)));
  await snapshot.restore();
  const stake = Number(await gasOf(m.staking.connect(m.operator).stake(10n * MILL)));
  await snapshot.restore();
  return { claim, stake };
}
