import { expect } from "chai";
import fc from "fast-check";
import { openAgenda } from "../../../scripts/demo/leases/agenda.ts";

describe("demo: agenda", () => {
  it("gives out what is due in the order of time, and of the same time in the order of adding", () => {
    const moves = fc.array(fc.record({ at: fc.nat(50), take: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(moves, (all) => {
        const agenda = openAgenda<{ at: number; number: number }>();
        const model: { at: number; number: number }[] = [];
        all.forEach(({ at, take }, number) => {
          if (!take) {
            agenda.add(at, { at, number });
            model.push({ at, number });
            model.sort((a, b) => a.at - b.at || a.number - b.number);
            return;
          }
          const due = model.filter((entry) => entry.at <= at);
          model.splice(0, due.length);
          expect(agenda.takeUntil(at)).to.deep.equal(due);
          expect(agenda.nextAt()).to.equal(model[0]?.at);
        });
      }),
    );
  });

  it("keeps its order when thousands have been taken", () => {
    const agenda = openAgenda<number>();
    for (let at = 0; at < 3_000; at += 1) agenda.add(at, at);
    expect(agenda.takeUntil(2_000)).to.have.length(2_001);
    agenda.add(2_500, -1);
    expect(agenda.takeUntil(2_501).slice(-3)).to.deep.equal([2_500, -1, 2_501]);
  });
});
