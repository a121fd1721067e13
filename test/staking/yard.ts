import { encodeBytes32String, MaxUint256 } from "ethers";
import { ethers, type Role, type World, world } from "../world.ts";

/** One MILL in its smallest unit. */
export const MILL = 10n ** 18n;
export const DAY = 86_400;
export const THAW = 14 * DAY;

/** A name for a lease. */
export const lease = (name: string) => encodeBytes32String(name);

export type Yard = Awaited<ReturnType<typeof yard>>;

/**
 * The world with Staking on top, and signers in the place of the contracts that are wired to it: `leases` and
 * `disputes`; there are no emissions. Use with `loadFixture`.
 */
export async function yard() {
  const w: World = await world();
  const [mill, parameters] = await Promise.all([w.millToken.getAddress(), w.parameters.getAddress()]);
  const staking = await ethers.deployContract("Staking", [mill, parameters, w.deployer.address], w.deployer);
  const [leases, disputes] = [w.otherRelayer, w.arbitrator];
  await staking.wire(leases.address, disputes.address, ethers.ZeroAddress);
  const holders: readonly Role[] = ["operator", "otherOperator", "delegator", "stranger", "challenger", "attacker"];
  for (const role of holders) {
    await w.millToken.connect(w.treasury).transfer(w[role].address, 1_000_000n * MILL);
    await w.millToken.connect(w[role]).approve(staking, MaxUint256);
  }
  const by = (role: Role) => staking.connect(w[role]);

  return {
    ...w,
    staking,
    by,
    leases: staking.connect(leases),
    disputes: staking.connect(disputes),
    /** The operator's stake as it is now. */
    stakeOf: () => staking.operatorStake(w.operator.address),
    /** Freeze and take a share of the operator's stake. */
    slash: async (id: number, shareBps: number) => {
      await staking.connect(disputes).freeze(id, w.operator.address, w.challenger.address, w.buyer.address, shareBps);
      return staking.connect(disputes).book(id);
    },
  };
}
