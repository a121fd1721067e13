/** 100 %, in basis points. */
const bps = 10_000n;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What a fault may take, of own stake and of delegated stake. MILL's smallest unit. */
export type SlashParts = { readonly own: bigint; readonly delegated: bigint };

/**
 * `⌈(own + delegated) · share / 10⁴⌉`, own stake first, then delegated to its cap: the twin of `SlashMath.parts`.
 * @param own thawing and pending compensation included
 * @param delegated both delegated pools
 */
export function slashParts(own: bigint, delegated: bigint, shareBps: bigint, capBps: bigint): SlashParts {
  const all = ((own + delegated) * shareBps + bps - 1n) / bps;
  const ownPart = least(all, own);
  return { own: ownPart, delegated: least(all - ownPart, (delegated * capBps) / bps) };
}

/** Who gets what a slash took; the parts add up to it. MILL's smallest unit. */
export type SlashSplit = { readonly bounty: bigint; readonly toBuyer: bigint; readonly burned: bigint };

/**
 * Bounty and the buyer's part together are at most half of what came of own stake, without pending compensation: the twin
 * of `SlashMath.split`.
 * @param pending what of `taken.own` was compensation that was owed to buyers
 */
export function splitSlash(taken: SlashParts, pending: bigint, bountyBps: bigint, buyerBps: bigint): SlashSplit {
  const all = taken.own + taken.delegated;
  const most = (taken.own - pending) / 2n;
  const bounty = least((all * bountyBps) / bps, most);
  const toBuyer = least((all * buyerBps) / bps, most - bounty);
  return { bounty, toBuyer, burned: all - bounty - toBuyer };
}

/** The part of `whole` that is due once `paid` of `taken` is paid out, rounded down: the twin of `SlashMath.due`. */
export function slashDueDown(whole: bigint, paid: bigint, taken: bigint): bigint {
  return taken === 0n ? 0n : (whole * paid) / taken;
}
