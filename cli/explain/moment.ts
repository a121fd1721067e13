/** Where in the chain a log stands. */
export type Moment = { readonly blockNumber: bigint; readonly logIndex: number };

export function isBefore(a: Moment, b: Moment): boolean {
  return a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex);
}
