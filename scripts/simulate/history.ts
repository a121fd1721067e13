import { erc20Abi } from "viem";
import { emissionsAbi } from "../../sdk/abi/emissions.ts";
import { millTokenAbi } from "../../sdk/abi/mill-token.ts";
import type { CharacterName, Scene } from "./scene.ts";
import type { Seller } from "./seller.ts";

/** How things stand on a day. MILL in whole tokens. */
export type Sample = {
  readonly day: number;
  readonly supply: number;
  readonly emitted: number;
  readonly burned: number;
  readonly staked: number;
  /** Operators of each tier, 0 to 3. */
  readonly tiers: readonly [number, number, number, number];
  /** Mean tier of the sellers of each honest character. */
  readonly meanTier: Readonly<Partial<Record<CharacterName, number>>>;
};

const whole = (mill: bigint): number => Number(mill / 10n ** 12n) / 1e6;

/** @param genesis what there was before the first epoch, MILL's smallest unit */
export async function takeSample(
  scene: Scene,
  day: number,
  genesis: bigint,
  sellers: ReadonlyMap<CharacterName, readonly Seller[]>,
): Promise<Sample> {
  const { client, at } = scene.stage;
  const mill = { address: at("MillToken"), abi: millTokenAbi } as const;
  const supply = await client.readContract({ ...mill, functionName: "totalSupply" });
  const minted = await client.readContract({ address: at("Emissions"), abi: emissionsAbi, functionName: "minted" });
  const staked = await client.readContract({
    ...{ address: at("MillToken"), abi: erc20Abi, functionName: "balanceOf" },
    args: [at("Staking")],
  });
  const tiers: [number, number, number, number] = [0, 0, 0, 0];
  const meanTier: Partial<Record<CharacterName, number>> = {};
  for (const [name, each] of sellers) {
    const found = await Promise.all(each.map(({ person }) => scene.tierOf(person.address)));
    for (const tier of found) tiers[tier as 0 | 1 | 2 | 3] += 1;
    const sum = found.reduce((total, tier) => total + tier, 0);
    if (each.length > 0) meanTier[name] = sum / each.length;
  }
  const burned = genesis + minted - supply;
  const figures = { supply: whole(supply), emitted: whole(minted), burned: whole(burned), staked: whole(staked) };
  return { day, ...figures, tiers, meanTier };
}
