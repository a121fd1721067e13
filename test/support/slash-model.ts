/**
 * What a fault takes and who gets it, written down from the formulas of the design at the default settings, in plain
 * whole numbers: nothing of it is taken from the contracts.
 */

/** Share of own and delegated stake that each kind of fault takes, in percent, in the order of the kinds. */
export const FAULT_PERCENT = [10n, 30n, 50n, 100n] as const;

export type Answerable = { readonly own: bigint; readonly delegated: bigint };
export type SlashParts = { readonly own: bigint; readonly delegated: bigint };

/** `⌈a / b⌉` of what is not negative. */
export function up(a: bigint, b: bigint): bigint {
  return a === 0n ? 0n : (a - 1n) / b + 1n;
}

/** Own stake first, then delegated up to half of the pool. `own` is all of it: thawing and pending too. */
export function slashOf({ own, delegated }: Answerable, percent: bigint): SlashParts {
  const slash = up((own + delegated) * percent, 100n);
  const fromOwn = slash < own ? slash : own;
  const rest = slash - fromOwn;
  return { own: fromOwn, delegated: rest < delegated / 2n ? rest : delegated / 2n };
}

/**
 * A tenth of all to the challenger, a tenth to the buyer, both at most half of what came out of own stake, of which
 * `pending` was compensation that was owed to buyers.
 */
export function payoutOf(
  { own, delegated }: SlashParts,
  pending: bigint,
): { bounty: bigint; buyer: bigint; burned: bigint } {
  const all = own + delegated;
  const tenth = all / 10n;
  const most = (own - pending) / 2n;
  const bounty = tenth < most ? tenth : most;
  const buyer = tenth < most - bounty ? tenth : most - bounty;
  return { bounty, buyer, burned: all - bounty - buyer };
}

/** One percent of what the fault could take, rounded up, at least 10 MILL. */
export function disputeBondOf(stake: Answerable, percent: bigint): bigint {
  const parts = slashOf(stake, percent);
  const bond = up(parts.own + parts.delegated, 100n);
  const least = 10n * 10n ** 18n;
  return bond > least ? bond : least;
}

/** Twice the bond of the dispute. */
export function appealBondOf(bond: bigint): bigint {
  return 2n * bond;
}
