import type { World } from "../world.ts";

/** What everybody has, in smallest units, and what it was rounded by. */
export type Outcome = {
  readonly dollars: Record<string, bigint>;
  readonly mill: Record<string, bigint>;
  readonly lots: bigint;
  /** How often somebody's fees were collected. */
  readonly contributions: bigint;
};

const PARTIES = ["operator", "otherOperator", "buyer", "relayer", "attacker", "stranger", "deployer"] as const;

export async function outcomeOf(m: World & { readonly token: string }): Promise<Outcome> {
  const [inDollars, mill]: [Record<string, bigint>, Record<string, bigint>] = [{}, {}];
  for (const role of PARTIES) {
    const [net, fees] = await m.escrow.earnings(m[role], m.token);
    inDollars[role] = (await m.usd.balanceOf(m[role])) + (await m.escrow.freeBalance(m[role], m.token)) + net;
    inDollars[`fees of ${role}`] = fees;
    mill[role] = (await m.millToken.balanceOf(m[role])) + (await m.staking.creditOf(m[role]));
    mill[`stake of ${role}`] = await m.staking.ownStake(m[role]);
  }
  const collected = await m.feeAuction.queryFilter(m.feeAuction.filters.FeesCollected());
  inDollars["the auction"] = await m.escrow.freeBalance(m.feeAuction, m.token);
  mill["all there is"] = await m.millToken.totalSupply();
  return { dollars: inDollars, mill, lots: await m.feeAuction.lastLot(), contributions: BigInt(collected.length) };
}
