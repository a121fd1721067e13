import { contractsOf } from "../../sdk/contracts.ts";
import type { Dispute } from "../../sdk/dispute-reader.ts";
import { leaseReader } from "../../sdk/lease-reader.ts";
import { readSettings } from "../../sdk/setting.ts";
import { type SlashSplit, splitSlash } from "../../sdk/slash-math.ts";
import type { Context } from "../context.ts";
import { leaseById } from "../leases/pick-lease.ts";

/**
 * What becomes of the money if a verdict stands, as things are now. All in MILL's smallest unit: the judge decides
 * whether, the contracts how much.
 */
export type Consequences = {
  /** To the buyer, of what is left of the lease's bond; in a contest, of the compensation. */
  readonly compensation: bigint;
  /** In a contest: back to the operator's own stake. */
  readonly returned: bigint;
  readonly ownTaken: bigint;
  readonly delegatedTaken: bigint;
  /** Of what is taken. */
  readonly split: SlashSplit;
  /** Who gets the challenger's bond. */
  readonly bondTo: "challenger" | "respondent";
};

const nothing = { bounty: 0n, toBuyer: 0n, burned: 0n };
const untouched = { compensation: 0n, returned: 0n, ownTaken: 0n, delegatedTaken: 0n, split: nothing };

/** Of each verdict, and of none at all: then bonds are back and nothing is taken. */
export async function readConsequences(
  context: Context,
  dispute: Dispute,
): Promise<{ readonly upheld: Consequences; readonly rejected: Consequences }> {
  if (dispute.kind === "outage") return contestConsequences(context, dispute);
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const { disputeId, leaseId } = dispute;
  const leases = leaseReader(client, deployment);
  const [lease, slot] = await Promise.all([leaseById(context, leaseId), leases.slot(leaseId)]);
  const frozen = await client.readContract({ ...staking, functionName: "slash", args: [disputeId] });
  const [bondLeft, stake, { bountyBps, buyerSlashBps }] = await Promise.all([
    leases.bondLeft(lease, slot),
    client.readContract({ ...staking, functionName: "operatorStake", args: [frozen.operator] }),
    readSettings(client, deployment, ["bountyBps", "buyerSlashBps"]),
  ]);
  // At most what is there: what was frozen may have been taken by another dispute since.
  const ownTaken = least(frozen.ownPart, stake.own + stake.ownThawing + stake.pending);
  const delegatedTaken = least(frozen.delegatedPart, stake.delegated + stake.delegatedThawing);
  // The lease's bond becomes compensation before the slash, which takes that last.
  const pendingTaken = ownTaken - least(ownTaken, stake.own - bondLeft + stake.ownThawing);
  const split = splitSlash({ own: ownTaken, delegated: delegatedTaken }, pendingTaken, bountyBps, buyerSlashBps);
  return {
    upheld: { compensation: bondLeft, returned: 0n, ownTaken, delegatedTaken, split, bondTo: "challenger" },
    rejected: { ...untouched, bondTo: "respondent" },
  };
}

async function contestConsequences({ client, deployment }: Context, { compensationId }: Dispute) {
  const { amount } = await client.readContract({
    ...contractsOf(deployment).staking,
    functionName: "compensation",
    args: [compensationId],
  });
  return {
    upheld: { ...untouched, returned: amount, bondTo: "challenger" },
    rejected: { ...untouched, compensation: amount, bondTo: "respondent" },
  } as const;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
