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

/** Units of a node per GPU, so that shared GPUs can be leased. */
export const UNITS_PER_GPU = 1_000n;

/** The classes that a deployment begins with; governance adds others. */
export const NODE_CLASSES: readonly NodeClass[] = [
  { id: 1, name: "T4", multiplier: 1n },
  { id: 2, name: "P100", multiplier: 1n },
  { id: 3, name: "RTX 4090", multiplier: 2n },
  { id: 4, name: "V100", multiplier: 2n },
  { id: 5, name: "A10", multiplier: 2n },
  { id: 6, name: "A100", multiplier: 8n },
  { id: 7, name: "H100", multiplier: 10n },
];

/** What the contract asks per unit, in MILL wei: exact, since a GPU's stake is a multiple of its units. */
export function stakePerUnit({ multiplier }: NodeClass): { requiredStake: bigint; leastBond: bigint } {
  const requiredStake = (STAKE_PER_GPU * multiplier) / UNITS_PER_GPU;
  return { requiredStake, leastBond: (requiredStake * LEAST_BOND_BPS) / 10_000n };
}
