import { expect } from "chai";
import { networkHelpers } from "../world.ts";
import { refusalOf } from "./refusal.ts";
import type { Seen, Street } from "./street.ts";

const { time } = networkHelpers;

/** What somebody who is owed nothing can call, with what it can see. */
const MOVES = {
  settle: (m: Street, { vouchers }: Seen, pick: number) => {
    const seen = vouchers[pick % vouchers.length];
    if (seen === undefined) return;
    const { operator, token } = seen.channel.terms;
    return m.escrow.connect(m.attacker).settle(operator, token, [m.claim(seen.channel, seen.cumulative)]);
  },
  settleLease: (m: Street, { terms }: Seen) => terms && m.leases.connect(m.attacker).settle(terms),
  complete: (m: Street, { terms }: Seen) => terms && m.leases.connect(m.attacker).complete(terms),
  finalize: (m: Street, { terms }: Seen) => terms && m.leases.connect(m.attacker).finalize(terms),
  close: (m: Street, { vouchers }: Seen, pick: number) => {
    const seen = vouchers[pick % vouchers.length];
    return seen && m.escrow.connect(m.attacker).close(seen.channel.terms);
  },
  collect: (m: Street, _: Seen, pick: number) =>
    m.feeAuction.connect(m.attacker).collect(m.token, someOf([m.operator.address, m.otherOperator.address], pick)),
  poke: (m: Street, _: Seen, pick: number) =>
    m.emissions.connect(m.attacker).poke(someOf([m.operator.address, m.otherOperator.address], pick)),
  claim: (m: Street, _: Seen, pick: number) =>
    m.emissions.connect(m.attacker).claim(pick % 2 === 0 ? m.operator : m.otherOperator),
  claimRebates: (m: Street, _: Seen, pick: number) =>
    m.feeAuction
      .connect(m.attacker)
      .claimRebates(BigInt(1 + (pick % 4)), someOf([m.operator.address, m.otherOperator.address], pick)),
  refresh: (m: Street) => m.quality.connect(m.attacker).refresh(m.operator),
  collectRelayerFees: (m: Street) => m.escrow.connect(m.attacker).collectRelayerFees(m.token, [m.operator]),
} as const;
export type Move = keyof typeof MOVES;
export const MOVE_NAMES = Object.keys(MOVES) as Move[];

/** One, the other, both, or one of them twice. */
function someOf([one = "", two = ""]: readonly string[], pick: number): string[] {
  return [[one], [two], [one, two], [two, one, two]][pick % 4] ?? [];
}

/** That it is too early or too late, or has been done already. */
const REFUSALS = new Set([
  ...["WrongState", "TooEarly", "CloseNotRequested", "ChallengePeriodRunning", "ChannelIsClosed"],
  ...["TooLittle", "LotUnknown", "LotSoldOut", "RebatesNotOpen"],
]);

/** A stranger's call; what it is about follows from `pick`. */
export type Attempt = { readonly move: Move; readonly pick: number };

/**
 * Let three weeks of business pass; before each call of it strangers make theirs, at moments spread over the time since
 * the last one. What succeeded is counted in `done`.
 */
export async function play(
  m: Street,
  attempts: readonly (readonly Attempt[])[],
  done: Map<Move, number>,
): Promise<void> {
  const seen: Seen = { vouchers: [] };
  let now = await time.latest();
  for (const [index, { at, call }] of m.steps.entries()) {
    const due = Number(m.begins) + at;
    const before = attempts[index] ?? [];
    for (const [position, { move, pick }] of before.entries()) {
      const moment = now + Math.floor(((due - now) * (position + 1)) / (before.length + 1));
      await time.setNextBlockTimestamp(moment);
      const made = MOVES[move](m, seen, pick);
      if (made === undefined) continue;
      const refusal = await refusalOf(made);
      if (refusal === undefined) done.set(move, (done.get(move) ?? 0) + 1);
      else expect(REFUSALS, `${move}: ${refusal}`).to.include(refusal);
    }
    await time.setNextBlockTimestamp(due);
    const refusal = await refusalOf(call(seen));
    if (refusal !== undefined) expect(REFUSALS, refusal).to.include(refusal);
    now = due;
  }
}
