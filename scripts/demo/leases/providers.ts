import { between, type Random } from "../random.ts";
import { classTerms } from "./classes.ts";
import type { Machine } from "./machines.ts";

/** How an operator behaves. Those with a `record` have earned one before the trace begins. */
export type Habit = "record" | "steady" | "fair" | "flaky";

export type PlannedNode = {
  readonly name: string;
  /** Number of its operator. */
  readonly operator: number;
  readonly model: string;
  readonly classId: number;
  readonly units: number;
};

export type PlannedOperator = {
  readonly habit: Habit;
  /** Numbers of its nodes. */
  readonly nodes: readonly number[];
  readonly units: number;
  /** Of all its nodes, MILL wei. */
  readonly requiredStake: bigint;
  /** Its prices, in percent of the class's usual one. */
  readonly pricePercent: number;
};

export type Providers = { readonly operators: readonly PlannedOperator[]; readonly nodes: readonly PlannedNode[] };

export type ProvidersWanted = {
  /** How many operators begin without a record. */
  readonly newcomers: number;
  /** How many earn one first, each with a machine that holds `bigUnits`. */
  readonly withRecord: number;
  readonly bigUnits: number;
};

const habits: readonly Habit[] = ["steady", "fair", "flaky"];
/** A newcomer can lease out four GPUs at once; it brings about as many. */
const leastGpus = 4;

/** Share machines among operators: as many as are wanted and the machines suffice for. */
export function planProviders(machines: readonly Machine[], wanted: ProvidersWanted, random: Random): Providers {
  const free = shuffled(machines, random);
  const operators: PlannedOperator[] = [];
  const nodes: PlannedNode[] = [];
  const add = (habit: Habit, own: readonly Machine[]): void => {
    const operator = operators.length;
    const mine = own.map(({ name, model, classId, gpus }) => {
      return nodes.push({ name, operator, model, classId, units: gpus * 1_000 }) - 1;
    });
    operators.push({
      habit,
      nodes: mine,
      units: own.reduce((sum, { gpus }) => sum + gpus * 1_000, 0),
      requiredStake: own.reduce(
        (sum, each) => sum + BigInt(each.gpus * 1_000) * classTerms(each.classId).requiredStake,
        0n,
      ),
      pricePercent: between(random, 90, 115),
    });
  };
  for (let count = 0; count < wanted.withRecord; count += 1) {
    const at = free.findIndex(({ gpus }) => gpus * 1_000 >= wanted.bigUnits);
    if (at === -1) break;
    add("record", free.splice(at, 1));
  }
  for (let count = 0; count < wanted.newcomers; count += 1) {
    const own: Machine[] = [];
    while (free.length > 0 && own.reduce((sum, { gpus }) => sum + gpus, 0) < leastGpus) own.push(free.pop() as Machine);
    if (own.length === 0) break;
    add(habits[count % habits.length] as Habit, own);
  }
  return { operators, nodes };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = between(random, 0, last);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
