import type { Random } from "../random.ts";
import type { Habit, PlannedOperator, Providers } from "./providers.ts";

/** What somebody looks for. */
export type Need = {
  readonly units: number;
  /** Models that will do; empty for any. */
  readonly models: readonly string[];
  /** Whether the operator will fail. */
  readonly fails: boolean;
  /** An operator that has just failed, and is not asked again. */
  readonly notOperator?: number | undefined;
};

/** Which units of which node are taken. Never more of a node than it has, nor more of a newcomer than it may lease. */
export type Capacity = {
  /** Take units of a node that has them. @returns its number, or undefined if there is none now */
  readonly take: (need: Need) => number | undefined;
  readonly give: (node: number, units: number) => void;
  /** Whether any node could ever hold it. */
  readonly couldHold: (need: Need) => boolean;
};

/** Of a hundred jobs, how many go to operators of each habit. */
const share: Readonly<Record<"fails" | "works", readonly (readonly [Habit, number])[]>> = {
  fails: [
    ["flaky", 75],
    ["fair", 21],
    ["steady", 4],
  ],
  works: [
    ["steady", 50],
    ["fair", 33],
    ["flaky", 17],
  ],
};

/** @param newcomerUnits what an operator without a record may lease at once */
export function openCapacity({ operators, nodes }: Providers, newcomerUnits: number, random: Random): Capacity {
  const free = nodes.map(({ units }) => units);
  const leased = operators.map(() => 0);
  const failures = operators.map(() => 0);
  const isLarge = ({ units }: Need): boolean => units > newcomerUnits / 2;
  const hasModel = (node: number, { models }: Need): boolean =>
    models.length === 0 || models.includes(nodes[node]?.model ?? "");
  const most = ({ habit, units }: PlannedOperator): number => (habit === "record" ? units : newcomerUnits);

  /** The operator's fullest node that still holds it. */
  const nodeOf = (operator: number, need: Need): number | undefined => {
    const planned = operators[operator] as PlannedOperator;
    if (operator === need.notOperator || (leased[operator] ?? 0) + need.units > most(planned)) return undefined;
    const fitting = planned.nodes.filter((node) => (free[node] ?? 0) >= need.units && hasModel(node, need));
    return fitting.sort((a, b) => (free[a] ?? 0) - (free[b] ?? 0))[0];
  };
  const nodesOf = (habit: Habit, need: Need): number[] =>
    operators.flatMap((planned, operator) => {
      const node = planned.habit === habit ? nodeOf(operator, need) : undefined;
      return node === undefined ? [] : [node];
    });
  const ownerOf = (node: number): number => nodes[node]?.operator ?? 0;

  const pick = (habit: Habit, need: Need): number | undefined => {
    const found = nodesOf(habit, need);
    if (habit !== "record") return found[Math.floor(random() * found.length)];
    // Their record is what large jobs need of them, so failures are spread evenly.
    return found.sort((a, b) => (failures[ownerOf(a)] ?? 0) - (failures[ownerOf(b)] ?? 0))[0];
  };
  return {
    couldHold: (need) =>
      nodes.some(({ operator, units }, node) => {
        const owner = operators[operator] as PlannedOperator;
        if (owner.habit === "record" && !isLarge(need)) return false;
        return units >= need.units && hasModel(node, need) && need.units <= most(owner);
      }),
    take: (need) => {
      const drawn = orderOf(need, random);
      // Whoever earns a record for large jobs keeps its units for them.
      const order: readonly Habit[] = isLarge(need) ? ["record", ...drawn] : drawn;
      for (const habit of order) {
        const node = pick(habit, need);
        if (node === undefined) continue;
        free[node] = (free[node] ?? 0) - need.units;
        leased[ownerOf(node)] = (leased[ownerOf(node)] ?? 0) + need.units;
        if (need.fails) failures[ownerOf(node)] = (failures[ownerOf(node)] ?? 0) + 1;
        return node;
      }
      return undefined;
    },
    give: (node, units) => {
      free[node] = (free[node] ?? 0) + units;
      leased[ownerOf(node)] = (leased[ownerOf(node)] ?? 0) - units;
    },
  };
}

/** The habit that was drawn first, the others after it. */
function orderOf({ fails }: Need, random: Random): Habit[] {
  const shares = share[fails ? "fails" : "works"];
  let left = random() * 100;
  const drawn = shares.find(([, percent]) => {
    left -= percent;
    return left < 0;
  });
  const all = shares.map(([habit]) => habit);
  return drawn === undefined ? all : [drawn[0], ...all.filter((habit) => habit !== drawn[0])];
}
