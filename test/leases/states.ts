import { expect } from "chai";
import { type Courtroom, courtroom } from "../support/courtroom.ts";
import { State } from "../support/leasing.ts";
import {
  BY_TIME,
  BY_VOUCHER,
  CALLS,
  type NamedLease,
  ON_DEMAND,
  type Situation,
  SPOT_BY_VOUCHER,
} from "../support/situations.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture } = networkHelpers;

/** The calls that are not everybody's: in which situation they succeed for whom they are for. */
const OWN_CALLS: Readonly<Record<string, { readonly when: Situation | undefined; readonly by: "buyer" | "operator" }>> =
  {
    start: { when: BY_TIME.Open, by: "operator" },
    cancel: { when: BY_TIME.Open, by: "buyer" },
    stop: { when: BY_TIME.Running, by: "buyer" },
    allowExtension: { when: BY_TIME.Running, by: "buyer" },
    abandon: { when: BY_TIME.Running, by: "operator" },
    reclaim: { when: BY_VOUCHER.Running, by: "operator" },
    release: { when: BY_VOUCHER["Running, idle for the grace"], by: "operator" },
  };

async function answersAs(c: Courtroom, lease: NamedLease, name: string, answer: string): Promise<void> {
  const call = CALLS[name];
  if (call === undefined) throw new Error(`no call ${name}`);
  const before = await c.leases.lease(lease.id);
  if (answer.startsWith("→ ")) {
    await call(c, lease);
    const state = State[answer.slice(2) as keyof typeof State];
    expect((await c.leases.lease(lease.id)).state).to.equal(state);
    return;
  }
  await expect(call(c, lease)).to.be.revertedWithCustomError(c.leases, answer);
  expect(await c.leases.lease(lease.id)).to.deep.equal(before);
}

describe("the state table of a lease", () => {
  for (const [kind, table] of Object.entries({ "by time": BY_TIME, "spot by voucher": BY_VOUCHER })) {
    const optionsOf = (c: Courtroom) => (table === BY_TIME ? ON_DEMAND : SPOT_BY_VOUCHER(c));
    for (const [situation, { reach, answers }] of Object.entries(table)) {
      for (const [name, answer] of Object.entries(answers)) {
        it(`${kind}, ${situation}: ${name} ${answer.startsWith("→") ? answer : `is refused with ${answer}`}`, async () => {
          const c = await loadFixture(courtroom);
          await answersAs(c, await reach(c, optionsOf(c)), name, answer);
        });
      }
    }
  }

  for (const [name, { when, by }] of Object.entries(OWN_CALLS)) {
    it(`${name} is the ${by}'s alone`, async () => {
      const c = await loadFixture(courtroom);
      if (when === undefined) throw new Error(`${name} has no situation`);
      const lease = await when.reach(c, name === "reclaim" || name === "release" ? SPOT_BY_VOUCHER(c) : ON_DEMAND);
      const owner = c[by];
      const call = CALLS[name];
      for (const other of [c.buyer, c.operator, c.stranger].filter((account) => account !== owner)) {
        const posing = { ...c, buyer: other, operator: other };
        await expect(call?.(posing, lease))
          .to.be.revertedWithCustomError(c.leases, "NotAuthorized")
          .withArgs(other, owner);
      }
      await call?.(c, lease);
    });
  }
});
