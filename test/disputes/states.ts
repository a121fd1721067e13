import { expect } from "chai";
import { EVIDENCE, PLACE, Verdict } from "../support/courtroom.ts";
import { FEE, REACH, reach, type TestCourt, testCourt } from "../support/test-court.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;

type Call = (c: TestCourt) => Promise<unknown>;

const CALLS: Readonly<Record<string, Call>> = {
  answer: (c) => c.disputes.connect(c.operator).answer(1n, EVIDENCE, PLACE, { value: FEE }),
  submit: (c) => c.disputes.connect(c.stranger).submit(1n, { value: FEE }),
  "rule by the arbitrator": (c) => c.court.give(c.disputes, 1n, Verdict.Upheld),
  "rule by the appeal arbitrator": (c) => c.appealCourt.give(c.disputes, 1n, Verdict.Upheld),
  "appeal by the operator": (c) => c.disputes.connect(c.operator).appeal(1n, EVIDENCE, PLACE, { value: FEE }),
  "appeal by the buyer": (c) => c.disputes.connect(c.buyer).appeal(1n, EVIDENCE, PLACE, { value: FEE }),
  execute: (c) => c.disputes.connect(c.stranger).execute(1n, c.terms),
};

/** What each call answers in each state, before its time-out; the ruling was for the buyer, so the operator lost it. */
const TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Open: {
    ...{ answer: "works", submit: "WrongState", "rule by the arbitrator": "DisputeUnknown" },
    ...{ "rule by the appeal arbitrator": "DisputeUnknown", "appeal by the operator": "WrongState" },
    ...{ "appeal by the buyer": "WrongState", execute: "TooEarly" },
  },
  Answered: {
    ...{ answer: "WrongState", submit: "SubmittedAlready", "rule by the arbitrator": "works" },
    ...{ "rule by the appeal arbitrator": "DisputeUnknown", "appeal by the operator": "WrongState" },
    ...{ "appeal by the buyer": "WrongState", execute: "TooEarly" },
  },
  Ruled: {
    ...{ answer: "WrongState", submit: "WrongState", "rule by the arbitrator": "WrongState" },
    ...{ "rule by the appeal arbitrator": "DisputeUnknown", "appeal by the operator": "works" },
    ...{ "appeal by the buyer": "NotLoser", execute: "TooEarly" },
  },
  Appealed: {
    ...{ answer: "WrongState", submit: "WrongState", "rule by the arbitrator": "NotAuthorized" },
    ...{ "rule by the appeal arbitrator": "works", "appeal by the operator": "WrongState" },
    ...{ "appeal by the buyer": "WrongState", execute: "TooEarly" },
  },
  Decided: {
    ...{ answer: "WrongState", submit: "WrongState", "rule by the arbitrator": "WrongState" },
    ...{ "rule by the appeal arbitrator": "WrongState", "appeal by the operator": "WrongState" },
    ...{ "appeal by the buyer": "WrongState", execute: "works" },
  },
  Ended: {
    ...{ answer: "WrongState", submit: "WrongState", "rule by the arbitrator": "WrongState" },
    ...{ "rule by the appeal arbitrator": "WrongState", "appeal by the operator": "WrongState" },
    ...{ "appeal by the buyer": "WrongState", execute: "WrongState" },
  },
};

/** The step that each state waits for: the last second for it is the one before its deadline. */
const AWAITED: Readonly<Record<string, string>> = {
  ...{ Open: "answer", Answered: "rule by the arbitrator" },
  ...{ Ruled: "appeal by the operator", Appealed: "rule by the appeal arbitrator" },
};

function call(name: string): Call {
  const found = CALLS[name];
  if (found === undefined) throw new Error(`no call ${name}`);
  return found;
}

describe("the states of a dispute", () => {
  it("each have an answer to every call", () => {
    expect(Object.keys(TABLE)).to.deep.equal(Object.keys(REACH));
    for (const cells of Object.values(TABLE)) expect(Object.keys(cells)).to.deep.equal(Object.keys(CALLS));
  });

  for (const [state, cells] of Object.entries(TABLE)) {
    for (const [name, answer] of Object.entries(cells)) {
      it(`${state}: ${name} ${answer === "works" ? answer : `is refused with ${answer}`} (W-06)`, async () => {
        const c = await loadFixture(testCourt);
        await reach(c, state);
        const before = await c.disputes.dispute(1n);
        if (answer === "works") {
          await call(name)(c);
          expect((await c.disputes.dispute(1n)).state > before.state).to.equal(true);
          return;
        }
        await expect(call(name)(c)).to.be.revertedWithCustomError(c.disputes, answer);
        expect(await c.disputes.dispute(1n)).to.deep.equal(before);
      });
    }
  }

  for (const [state, name] of Object.entries(AWAITED)) {
    it(`${state}: ${name} is in time until one second before the deadline, execute from the deadline on`, async () => {
      const c = await loadFixture(testCourt);
      await reach(c, state);
      const snapshot = await networkHelpers.takeSnapshot();
      await c.toDeadline(1n);
      await expect(call("execute")(c)).to.be.revertedWithCustomError(c.disputes, "TooEarly");
      await snapshot.restore();
      await c.toDeadline(1n);
      await call(name)(c);
      await snapshot.restore();
      await c.toDeadline();
      await expect(call(name)(c)).to.be.revertedWithCustomError(c.disputes, "TooLate");
      await snapshot.restore();
      await c.toDeadline();
      await call("execute")(c);
    });
  }

  it("are of disputes that exist", async () => {
    const c = await loadFixture(testCourt);
    for (const name of ["answer", "submit", "appeal by the operator", "execute"]) {
      await expect(call(name)(c)).to.be.revertedWithCustomError(c.disputes, "DisputeUnknown").withArgs(1n);
    }
  });

  it("are moved by the operator's answer alone, and ended with the lease's own terms alone", async () => {
    const c = await loadFixture(testCourt);
    await reach(c, "Open");
    for (const account of [c.buyer, c.stranger]) {
      await expect(c.disputes.connect(account).answer(1n, EVIDENCE, PLACE, { value: FEE }))
        .to.be.revertedWithCustomError(c.disputes, "NotAuthorized")
        .withArgs(account, c.operator);
    }
    const other = await c.running({ units: 100 });
    await c.toDeadline();
    await expect(c.disputes.execute(1n, other.terms)).to.be.revertedWithCustomError(c.disputes, "TermsDiffer");
  });
});
