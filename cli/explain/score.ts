import type { Address } from "viem";
import { priorValue, scoreBps } from "../../sdk/quality-math.ts";
import { readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";
import { readStanding, type StandingFacts } from "../operator/standing.ts";
import { type ReplayedRecord, replayRecord } from "./replay-record.ts";
import { readUnits } from "./replay-units.ts";

/** An operator's score from its events, beside what the chain says in the same block. */
export type ExplainedScore = {
  readonly operator: Address;
  readonly record: ReplayedRecord;
  /** Registered thousandths of a GPU, from the events of its nodes. */
  readonly units: bigint;
  readonly v: bigint;
  readonly priorBps: bigint;
  readonly gpuValueCents: bigint;
  readonly score: bigint;
  readonly chain: StandingFacts;
  /** Timestamp of the block, s. */
  readonly now: bigint;
};

export async function explainScore(context: Context, operator: Address): Promise<ExplainedScore> {
  const { client, deployment } = context;
  const block = await client.getBlock();
  const [record, units, chain, { priorBps, gpuValueCents }] = await Promise.all([
    replayRecord(context, operator, block.timestamp),
    readUnits(context, operator),
    readStanding(context, operator, block),
    readSettings(client, deployment, ["priorBps", "gpuValueCents"]),
  ]);
  const v = priorValue(gpuValueCents, units);
  const score = scoreBps(v, priorBps, record.good, record.bad);
  return { operator, record, units, v, priorBps, gpuValueCents, score, chain, now: block.timestamp };
}
