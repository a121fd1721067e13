import { balance, type TokenBooks } from "./balance.ts";
import { type BooksDeployment, readDeployment } from "./deployment.ts";
import { readSnapshot, type Snapshot } from "./read.ts";
import { connect, type Rpc } from "./rpc.ts";

export type BooksReport = {
  /** Every single holding that was added up. */
  readonly snapshot: Snapshot;
  readonly tokens: readonly TokenBooks[];
  readonly balanced: boolean;
};

/** Recompute the books of a deployment from the chain. @throws DeploymentError, RpcError */
export async function keepBooks(rpcUrl: string, deploymentFile: string): Promise<BooksReport> {
  return booksOf(connect(rpcUrl), await readDeployment(deploymentFile));
}

/** The same of a deployment that has been read, from a node that is connected. @throws RpcError */
export async function booksOf(rpc: Rpc, deployment: BooksDeployment): Promise<BooksReport> {
  const snapshot = await readSnapshot(rpc, deployment);
  const tokens = snapshot.tokens.map((holdings) =>
    balance(holdings, snapshot.escrow, snapshot.staking, snapshot.feeAuction),
  );
  const balanced = tokens.every((token) => token.unaccountedSupply === 0n && token.unaccountedCustody === 0n);
  return { snapshot, tokens, balanced };
}

/** `unaccounted` of each token under its symbol, as decimal strings of the smallest unit. */
export function unaccountedBySymbol(report: BooksReport): Record<string, string> {
  return Object.fromEntries(report.tokens.map((token) => [token.symbol, String(token.unaccounted)]));
}

/** The report as one JSON object: amounts are decimal strings of the smallest unit. */
export function toJson(report: BooksReport): string {
  const { snapshot, balanced, tokens } = report;
  const object = { block: snapshot.block, balanced, unaccounted: unaccountedBySymbol(report), tokens };
  return JSON.stringify(object, (_, value) => (typeof value === "bigint" ? String(value) : value), 2);
}
