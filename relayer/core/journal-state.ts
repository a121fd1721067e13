/**
 * The life of a journal entry, which is one nonce of one key and whatever was signed for it.
 *
 * - `signed`: bytes and hash are committed; nobody has seen them yet, as far as we know
 * - `sent`: at least one attempt may be in a mempool
 * - `mined`: one attempt is in a canonical block that is not deep enough
 * - `final`, `reverted`: that block is deep enough, and the transaction did, or did not, succeed
 * - `lost`: at final depth the nonce belongs to a transaction that is not ours
 */
export const journalStates = ["signed", "sent", "mined", "final", "reverted", "lost"] as const;
export type JournalState = (typeof journalStates)[number];

const next: Readonly<Record<JournalState, readonly JournalState[]>> = {
  signed: ["sent", "mined", "lost"],
  sent: ["mined", "lost"],
  mined: ["sent", "final", "reverted"],
  final: [],
  reverted: [],
  lost: [],
};

/** States from which an entry may come into `to`. Used as the guard of the SQL that writes `to`. */
export function statesBefore(to: JournalState): readonly JournalState[] {
  return journalStates.filter((from) => next[from].includes(to));
}

export function canFollow(from: JournalState, to: JournalState): boolean {
  return next[from].includes(to);
}

/** States in which the vouchers of an entry count as carried. */
export const liveStates: readonly JournalState[] = ["signed", "sent", "mined"];
