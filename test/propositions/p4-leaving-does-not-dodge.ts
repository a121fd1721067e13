import { expect } from "chai";
import fc from "fast-check";
import {
  type Courtroom,
  courtroom,
  DELEGATED,
  EVIDENCE,
  Fault,
  OWN_STAKE,
  PLACE,
  Verdict,
} from "../support/courtroom.ts";
import { DAY, MILL } from "../support/leasing.ts";
import { selfLease, wealthOf } from "../support/self-dealing.ts";
import { slashOf } from "../support/slash-model.ts";
import { networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** What the guilty operator and its other account may do before its buyer accuses it, in any order. */
const MOVES = [
  ...[
    "thaw a part",
    "thaw all",
    "withdraw",
    "lease to itself",
    "abandon its own lease",
    "not show up at its own lease",
  ],
  ...["stop its own lease", "accuse itself and not answer", "accuse itself and win", "accuse itself and lose"],
  ...["delegate to itself", "retire its node", "wait"],
] as const;
type Move = { readonly name: (typeof MOVES)[number]; readonly percent: number };

type Guilty = Courtroom & { own: Awaited<ReturnType<typeof selfLease>>[]; lost: boolean };

async function accuseItself(g: Guilty, verdict: bigint | undefined): Promise<void> {
  const own = g.own.at(-1);
  if (own === undefined) return;
  await g.disputes.connect(g.otherBuyer).open(own.terms, Fault.WrongResult, EVIDENCE, PLACE);
  const id = await g.disputes.lastDisputeId();
  if (verdict === undefined) return;
  await g.answer(id);
  await g.rule(verdict, id);
  if (verdict === Verdict.Upheld) g.lost = true;
}

async function make(g: Guilty, { name, percent }: Move): Promise<void> {
  const [staking, leases] = [g.staking.connect(g.operator), g.leases.connect(g.operator)];
  const own = g.own.at(-1);
  if (name === "thaw a part")
    await staking.requestThaw(((await g.staking.freeStake(g.operator)) * BigInt(percent)) / 100n);
  if (name === "thaw all") await staking.requestThaw(await g.staking.freeStake(g.operator));
  if (name === "withdraw") await staking.withdraw(0n);
  if (name === "lease to itself") g.own.push(await selfLease(g, BigInt(percent)));
  if (name === "abandon its own lease" && own !== undefined) await leases.abandon(own.terms);
  if (name === "stop its own lease" && own !== undefined) await g.leases.connect(g.otherBuyer).stop(own.terms);
  if (name === "not show up at its own lease") {
    const order = await g.order({ units: 100, offer: { bondPerUnit: MILL, startWindowSeconds: 0 } });
    await g.leases.connect(g.otherBuyer).open(order);
  }
  if (name === "accuse itself and not answer") await accuseItself(g, undefined);
  if (name === "accuse itself and win") await accuseItself(g, Verdict.Rejected);
  if (name === "accuse itself and lose") await accuseItself(g, Verdict.Upheld);
  if (name === "delegate to itself") await staking.delegate(g.operator, BigInt(percent + 1) * MILL, 0n);
  if (name === "retire its node") await g.nodes.connect(g.operator).retire(g.nodeId);
  if (name === "wait") await time.increase(1 + (percent * DAY) / 400);
}

/** End every dispute of the operator with itself whose time has come. */
async function endItsOwn(g: Guilty, upTo: bigint): Promise<void> {
  for (let id = 1n; id <= upTo; id++) {
    const { leaseId, state } = await g.disputes.dispute(id);
    const own = g.own.find((each) => each.id === leaseId);
    if (own === undefined || state === 6n) continue;
    await g.execute(id, own.terms);
  }
}

/** All that the operator's side has, its delegation to itself included. */
async function allOf(g: Guilty): Promise<bigint> {
  const { tokens } = await g.staking.delegationOf(g.operator, g.operator);
  return (await wealthOf(g)) + tokens;
}

/** The buyer accuses, the operator defends itself, and is found guilty; then everything is paid out. */
async function convict(g: Guilty, kind: bigint): Promise<void> {
  const earlier = await g.disputes.lastDisputeId();
  const id = await g.accuse(kind);
  await g.answer(id);
  await g.rule(Verdict.Upheld, id);
  await endItsOwn(g, earlier);
  await g.execute(id);
  for (let each = 1n; each <= id; each++) {
    if ((await g.staking.slash(each)).state === 3n) await g.staking.payOut(each);
  }
}

async function guilty(c: Courtroom): Promise<Guilty> {
  await c.millToken.connect(c.treasury).transfer(c.otherBuyer, 1_000n * MILL);
  await c.millToken.connect(c.otherBuyer).approve(c.staking, 1_000n * MILL);
  return { ...c, own: [], lost: false };
}

describe("P4 leaving does not dodge", () => {
  const move: fc.Arbitrary<Move> = fc.record({
    name: fc.constantFrom(...MOVES),
    percent: fc.integer({ min: 1, max: 99 }),
  });

  it("P4: no moves before the buyer's claim save anything of what the fault takes, nor pay the operator's side @slow", async () => {
    const c = await loadFixture(courtroom);
    const snapshot = await networkHelpers.takeSnapshot();
    let made = 0;
    const cases = fc.tuple(
      fc.array(move, { minLength: 1, maxLength: 7 }),
      fc.constantFrom(Fault.WrongHardware, Fault.DataMisuse),
    );
    await fc.assert(
      fc
        .asyncProperty(cases, async ([moves, kind]) => {
          const g = await guilty(c);
          const before = await allOf(g);
          for (const each of moves) {
            // What the contracts refuse is no move.
            await make(g, each).then(
              () => made++,
              () => undefined,
            );
          }
          const onClaim = await g.staking.operatorStake(g.operator);
          const slashedBefore = OWN_STAKE - onClaim.own - onClaim.ownThawing - onClaim.pending;
          await convict(g, kind);

          // Rejected claims against itself move bonds from one pocket to the other; nothing else is left to gain by.
          const percent = kind === Fault.DataMisuse ? 100n : 30n;
          const due = slashOf({ own: OWN_STAKE, delegated: DELEGATED }, percent).own;
          const lost = before - (await allOf(g));
          if (!g.lost) {
            expect(slashedBefore, "left before the claim").to.equal(0n);
            expect(lost >= due, `lost ${lost} of ${due}`).to.equal(true);
          } else {
            expect(2n * lost >= due, `lost ${lost} to itself, of ${due}`).to.equal(true);
          }
        })
        .beforeEach(() => snapshot.restore()),
      { numRuns: 25 },
    );
    expect(made > 25, `${made} moves were made`).to.equal(true);
  });
});
