import type { Address } from "viem";
import { priorValue, scoreBps } from "../../sdk/quality-math.ts";
import { readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";
import { readStanding, type StandingFacts } from "../operator/standing.ts";
import { type ReplayedRecord, replayRecord } from "./replay-record.ts";
import { readRequiredStake } from "./replay-required-stake.ts";

/** An operator's score from its events, beside what the chain says in the same block. */
export type ExplainedScore = {
  readonly operator: Address;
  readonly record: ReplayedRecord;
  /** Of its registered units, from the events of its nodes and their classes, MILL's smallest unit. */
  readonly requiredStake: bigint;
  readonly v: bigint;
  readonly priorBps: bigint;
  readonly stakeValueCents: bigint;
  readonly score: bigint;
  readonly chain: StandingFacts;
  /** Timestamp of the block, s. */
  readonly now: bigint;
};

export async function explainScore(context: Context, operator: Address): Promise<ExplainedScore> {
  const { client, deployment } = context;
  const block = await client.getBlock();
  const [record, requiredStake, chain, { priorBps, stakeValueCents }] = await Promise.all([
    replayRecord(context, operator, block.timestamp),
    readRequiredStake(context, operator),
    readStanding(context, operator, block),
    readSettings(client, deployment, ["priorBps", "stakeValueCents"]),
  ]);
  const v = priorValue(stakeValueCents, requiredStake);
  const score = scoreBps(v, priorBps, record.good, record.bad);
  return { operator, record, requiredStake, v, priorBps, stakeValueCents, score, chain, now: block.timestamp };
}
