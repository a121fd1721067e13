import { expect } from "chai";
import { openCapacity } from "../../../scripts/demo/leases/capacity.ts";
import type { Habit, Providers } from "../../../scripts/demo/leases/providers.ts";
import { randomOf } from "../../../scripts/demo/random.ts";

const newcomerUnits = 4_000;

/** One operator with one node for each of these. */
function providers(...all: readonly { habit: Habit; units: number; model?: string }[]): Providers {
  return {
    nodes: all.map(({ units, model = "T4" }, operator) => ({
      name: `${operator}`,
      operator,
      model,
      classId: 1,
      units,
    })),
    operators: all.map(({ habit, units }, index) => {
      return { habit, nodes: [index], units, requiredStake: 1n, pricePercent: 100 };
    }),
  };
}

const open = (given: Providers) => openCapacity(given, newcomerUnits, randomOf("a", "capacity"));
const need = (units: number, models: readonly string[] = []) => ({ units, models, fails: false });

describe("demo: capacity", () => {
  it("leases a newcomer's units up to what a newcomer may lease, though its node has more", () => {
    const capacity = open(providers({ habit: "steady", units: 8_000 }));
    for (let taken = 0; taken < newcomerUnits; taken += 1_000) expect(capacity.take(need(1_000))).to.equal(0);
    expect(capacity.take(need(1))).to.equal(undefined);
    capacity.give(0, 1_000);
    expect(capacity.take(need(1_001))).to.equal(undefined);
    expect(capacity.take(need(1_000))).to.equal(0);
  });

  it("leases a node's units until it has no more", () => {
    const capacity = open(providers({ habit: "fair", units: 2_000 }));
    expect(capacity.take(need(1_500))).to.equal(0);
    expect(capacity.take(need(501))).to.equal(undefined);
    expect(capacity.take(need(500))).to.equal(0);
  });

  it("keeps operators with a record for large jobs, each in its turn to fail", () => {
    const capacity = open(providers({ habit: "record", units: 8_000 }, { habit: "record", units: 8_000 }));
    expect(capacity.take(need(1_000))).to.equal(undefined);
    expect(capacity.couldHold(need(1_000))).to.equal(false);
    const failing = [0, 1].map(() => capacity.take({ ...need(3_000), fails: true }));
    expect(new Set(failing)).to.deep.equal(new Set([0, 1]));
  });

  it("takes only models that will do, and never the operator that has just failed", () => {
    const given = providers({ habit: "fair", units: 2_000 }, { habit: "fair", units: 2_000, model: "A10" });
    expect(open(given).take(need(1_000, ["A10", "G3"]))).to.equal(1);
    expect(open(given).couldHold(need(1_000, ["G3"]))).to.equal(false);
    for (const notOperator of [0, 1]) {
      expect(open(given).take({ ...need(1_000), notOperator })).to.equal(1 - notOperator);
    }
  });
});
