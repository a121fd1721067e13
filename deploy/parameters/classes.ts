import { gpuClassName, unitsPerGpu } from "../../sdk/gpu-class.ts";

/** One class of GPU: what governance asks per GPU of it. */
export type NodeClass = {
  readonly id: number;
  readonly name: string;
  /** Required stake, as a multiple of {@link STAKE_PER_GPU}. */
  readonly multiplier: bigint;
};

/** Required stake of a GPU of multiplier 1, MILL wei. */
export const STAKE_PER_GPU = 200n * 10n ** 18n;

/** Least bond, of the required stake, bps. */
export const LEAST_BOND_BPS = 1_000n;

export { unitsPerGpu as UNITS_PER_GPU };

/** The classes that a deployment begins with, by number; governance adds others. Their names are the SDK's. */
export const NODE_CLASSES: readonly NodeClass[] = (
  [
    [1, 1n],
    [2, 1n],
    [3, 2n],
    [4, 2n],
    [5, 2n],
    [6, 8n],
    [7, 10n],
  ] as const
).map(([id, multiplier]) => ({ id, name: gpuClassName(id), multiplier }));

/** What the contract asks per unit, in MILL wei: exact, since a GPU's stake is a multiple of its units. */
export function stakePerUnit({ multiplier }: NodeClass): { requiredStake: bigint; leastBond: bigint } {
  const requiredStake = (STAKE_PER_GPU * multiplier) / unitsPerGpu;
  return { requiredStake, leastBond: (requiredStake * LEAST_BOND_BPS) / 10_000n };
}
