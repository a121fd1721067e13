import { NODE_CLASSES, stakePerUnit } from "../../../deploy/parameters/classes.ts";
import { TraceError } from "../trace.ts";

/**
 * Models of the trace by the name of the deployment's class. The trace hides two behind the names G2 and G3: they map to
 * the class nearest in what is known of them, 150 W and 400 W.
 */
const classNames: Readonly<Record<string, string>> = {
  T4: "T4",
  P100: "P100",
  V100M16: "V100",
  V100M32: "V100",
  V100: "V100",
  A10: "A10",
  G2: "A10",
  G3: "A100",
  A100: "A100",
  H100: "H100",
  "RTX 4090": "RTX 4090",
};

/** What a GPU costs for an hour on demand, in cents, by class: near what such GPUs are let for. */
const centsPerGpuHour: Readonly<Record<string, number>> = {
  T4: 35,
  P100: 45,
  "RTX 4090": 55,
  A10: 75,
  V100: 90,
  A100: 180,
  H100: 320,
};

/** The class of the deployment that a model of the trace belongs to. @throws TraceError with what is known */
export function classOfModel(model: string, where: string): number {
  const found = NODE_CLASSES.find(({ name }) => name === classNames[model]);
  if (found !== undefined) return found.id;
  const known = Object.keys(classNames).join(", ");
  throw new TraceError(`${where}: found the model ${JSON.stringify(model)}, expected one of ${known}.`);
}

/** What the market knows of a class. Stake and bond per unit in MILL wei. */
export type ClassTerms = {
  readonly name: string;
  readonly requiredStake: bigint;
  readonly leastBond: bigint;
  readonly centsPerGpuHour: number;
};

export function classTerms(classId: number): ClassTerms {
  const found = NODE_CLASSES.find(({ id }) => id === classId);
  if (found === undefined) throw new Error(`The deployment has no class ${classId}.`);
  return { name: found.name, ...stakePerUnit(found), centsPerGpuHour: centsPerGpuHour[found.name] ?? 100 };
}
