import { writeFile } from "node:fs/promises";
import type { Address } from "viem";
import type { Deployment } from "../../../sdk/deployment.ts";
import type { Snapshot } from "../../books/read.ts";
import type { Chain } from "../chain.ts";
import type { Progress } from "../progress.ts";
import { readHistory } from "./history.ts";
import { readOperators } from "./holdings.ts";
import { accountFor } from "./lease-figures.ts";
import type { LeasePlan } from "./lease-plan.ts";
import type { LeaseReport } from "./lease-summary.ts";
import { findLeaseFaults } from "./lease-verdict.ts";
import { type PlayedLeases, playLeases } from "./play-leases.ts";
import { drawLeases } from "./plot.ts";
import { ownStakes, seriesOf } from "./series.ts";

/** What the second part of the demo has brought. */
export type LeaseAct = {
  readonly report: LeaseReport;
  /** Who took part, for what comes after it. */
  readonly played: PlayedLeases;
  /** What does not add up, given the books of everything at the end. */
  readonly faults: (snapshot: Snapshot) => string[];
};

export type LeaseStage = {
  readonly url: string;
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly seed: string;
  readonly progress: Progress;
  /** Where the picture goes, if there is to be one. */
  readonly plotFile?: string | undefined;
};

/** Play the market of leases, and read from the chain what came of it. */
export async function playLeaseAct(plan: LeasePlan, stage: LeaseStage): Promise<LeaseAct> {
  const { url, chain, deployment, seed, progress, plotFile } = stage;
  const played = await playLeases(url, chain, deployment, plan, seed, progress);
  progress.step("Read from the chain what came of the leases");
  const history = await readHistory(url, chain, played);
  const operators = await readOperators(chain, played);
  const account = accountFor(history, operators);
  const addresses = played.cast.operators.map(({ address }): Address => address);
  if (plotFile !== undefined) {
    const habits = new Map(addresses.map((address, index) => [address, plan.operators[index]?.habit ?? "fair"]));
    await writeFile(plotFile, drawLeases(seriesOf(history, account, habits, played.origin)));
    progress.step(`The picture of it is in ${plotFile}`);
  }
  const { transactions, blocks, place } = played;
  const stakes = ownStakes(history, account);
  const evidence = { plan, account, operators, addresses, stakes, leases: place.leases };
  return {
    report: { figures: account.figures, plan, transactions, blocks },
    played,
    faults: (snapshot) => findLeaseFaults({ ...evidence, snapshot }),
  };
}
