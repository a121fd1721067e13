import { ethers } from "../world.ts";
import { courtroom, EVIDENCE, PLACE, Verdict } from "./courtroom.ts";

/** What `TestArbitrator` can be told to do. */
export const Mode = {
  ...{ Honest: 0n, Reverts: 1n, Bombs: 2n, ReturnsNothing: 3n, SameNumber: 4n, BurnsGas: 5n },
  ...{ RulesAtOnce: 6n, HidesCost: 7n },
} as const;

/** What the courts of these tests ask, in wei. */
export const FEE = 7n;

export type TestCourt = Awaited<ReturnType<typeof testCourt>>;

/** `courtroom` with foreign courts that ask a fee and do as they are told. Use with `loadFixture`. */
export async function testCourt() {
  const c = await courtroom();
  const court = await ethers.deployContract("TestArbitrator");
  const appealCourt = await ethers.deployContract("TestArbitrator");
  for (const each of [court, appealCourt]) await each.set(Mode.Honest, FEE);
  await c.disputes.setArbitrators(court, appealCourt);
  const answer = async (value = FEE) => {
    await c.disputes.connect(c.operator).answer(1n, EVIDENCE, PLACE, { value });
  };
  const appeal = async (by = c.operator) => {
    await c.disputes.connect(by).appeal(1n, EVIDENCE, PLACE, { value: FEE });
  };
  return { ...c, court, appealCourt, answer, appeal };
}

/** The steps that bring a dispute of the buyer into each state. */
export const REACH: Readonly<Record<string, (c: TestCourt) => Promise<void>>> = {
  Open: async (c) => {
    await c.accuse();
  },
  Answered: async (c) => {
    await c.accuse();
    await c.answer();
  },
  Ruled: async (c) => {
    await reach(c, "Answered");
    await c.court.give(c.disputes, 1n, Verdict.Upheld);
  },
  Appealed: async (c) => {
    await reach(c, "Ruled");
    await c.appeal();
  },
  Decided: async (c) => {
    await reach(c, "Appealed");
    await c.appealCourt.give(c.disputes, 1n, Verdict.Rejected);
  },
  Ended: async (c) => {
    await reach(c, "Decided");
    await c.execute();
  },
};

export async function reach(c: TestCourt, state: string): Promise<void> {
  const steps = REACH[state];
  if (steps === undefined) throw new Error(`no steps lead to ${state}`);
  await steps(c);
}
