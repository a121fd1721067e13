import { formatGwei, type Hex } from "viem";
import { encodeSteps, type LeaseAction, stepsGasLimit } from "../chain/lease-call.ts";
import { RpcError } from "../chain/rpc.ts";
import { firstFee } from "../core/fee.ts";
import { chooseLeaseStep } from "../core/lease-choice.ts";
import { expectedFeePerGas, worthStep } from "../core/worth.ts";
import type { Head } from "../store/head.ts";
import { insertAttempt, insertEntry, nextJournalNonce, noteBatch } from "../store/journal.ts";
import { assertLease, type Lease } from "../store/lease.ts";
import { carrySteps, type LeaseWork, lookLater, readLeaseWork, waitWithLeases } from "../store/lease-work.ts";
import { broadcast } from "./broadcast.ts";
import type { LeaseContext, SenderContext } from "./context.ts";
import { readMarketFee } from "./market-fee.ts";
import { trySigning } from "./sign.ts";

type Step = LeaseAction & {
  readonly leaseId: Hex;
  readonly pays: bigint;
  readonly token: LeaseWork["token"];
  readonly failures: number;
};

const mostLeasesLookedAt = 500;
const mostStepsPerTransaction = 12;
const retrySeconds = 5;

/**
 * Do what is due for leases: settle what time has earned, complete what has run out, make final what can be. Chosen by
 * the copy of the chain, simulated, committed to the journal, and only then sent.
 * @param room how many transactions may be added to those in flight
 * @returns the ids of the journal's entries
 */
export async function carryLeases(
  context: SenderContext,
  key: Lease,
  head: Head,
  room: number,
  flush: boolean,
): Promise<number[]> {
  const { leases } = context;
  if (leases === undefined || room <= 0) return [];
  const due = await chooseSteps(context, leases, head, flush);
  const worth = flush ? due : await worthTheirGas(context, due);
  const sent: number[] = [];
  for (const batch of packSteps(worth).slice(0, room)) {
    const steps = await workingSteps(context, leases, batch);
    if (steps.length === 0) continue;
    const id = await sendSteps(context, leases, key, steps);
    if (id !== undefined) sent.push(id);
  }
  return sent;
}

async function chooseSteps(
  { db, sender }: SenderContext,
  leases: LeaseContext,
  head: Head,
  flush: boolean,
): Promise<Step[]> {
  const { served, noShows } = leases;
  const question = { sender, served, noShows, now: head.timestamp, all: flush };
  const steps: Step[] = [];
  const later = new Map<Hex, number>();
  for (const { record, token, failures } of await readLeaseWork(db, question, mostLeasesLookedAt)) {
    const { leaseId, terms } = record;
    const policy = { ...leases.policyOf(token), noShows, ...(flush ? { value: 1n } : {}) };
    const choice = chooseLeaseStep(record, head.timestamp, policy);
    if (choice.kind === "wait") later.set(leaseId, choice.until);
    else steps.push({ leaseId, terms, token, failures, step: choice.step, pays: choice.pays });
  }
  await lookLater(db, head, later);
  return steps;
}

/** Settlements that pay less than their gas wait for cheaper gas or more time; ends are for the buyer too, and go. */
async function worthTheirGas({ db, chain, policy }: SenderContext, steps: readonly Step[]): Promise<Step[]> {
  const isPriced = steps.some(({ step, token }) => step === "settle" && policy.coinPriceOf(token) !== undefined);
  if (!isPriced) return [...steps];
  const { baseFee, suggestedTip } = await readMarketFee(chain);
  const feePerGas = expectedFeePerGas(baseFee, suggestedTip, policy.feeCap.maxPriorityFeePerGas);
  const kept = steps.filter(
    ({ step, pays, token }) => step !== "settle" || worthStep(pays, policy.coinPriceOf(token), feePerGas),
  );
  const late = steps.filter((step) => !kept.includes(step)).map(({ leaseId }) => leaseId);
  const reason = `worth less than its gas at ${formatGwei(feePerGas)} gwei`;
  if (late.length > 0) {
    await waitWithLeases(db, late, reason, { seconds: policy.worthAgainSeconds, isFailure: false });
  }
  return kept;
}

/** Steps that never failed share transactions; one that did travels alone. */
function packSteps(steps: readonly Step[]): Step[][] {
  const together = steps.filter(({ failures }) => failures === 0);
  const batches: Step[][] = steps.filter(({ failures }) => failures > 0).map((step) => [step]);
  for (let start = 0; start < together.length; start += mostStepsPerTransaction) {
    batches.unshift(together.slice(start, start + mostStepsPerTransaction));
  }
  return batches;
}

/** The steps that succeed now: each by itself, and all of them together; if not together, the first one alone. */
async function workingSteps(context: SenderContext, leases: LeaseContext, steps: readonly Step[]): Promise<Step[]> {
  const working: Step[] = [];
  for (const step of steps) {
    const failure = await failureOf(context, leases, [step]);
    if (failure === undefined) working.push(step);
    else await noteFailure(context, step, failure);
  }
  if (working.length < 2 || (await failureOf(context, leases, working)) === undefined) return working;
  return working.slice(0, 1);
}

async function failureOf(
  { chain, sender }: SenderContext,
  { address }: LeaseContext,
  steps: readonly Step[],
): Promise<string | undefined> {
  const call = { from: sender, to: address, data: encodeSteps(address, steps), gas: stepsGasLimit(steps) };
  try {
    await chain.call(call);
    return undefined;
  } catch (error) {
    if (error instanceof RpcError && (error.outcome.kind === "reverted" || error.outcome.kind === "invalid")) {
      return error.outcome.message;
    }
    throw error;
  }
}

async function noteFailure({ db, log }: SenderContext, { leaseId, step }: Step, reason: string): Promise<void> {
  log.warn({ lease: leaseId, step, reason }, "a step of a lease would revert: it waits");
  await waitWithLeases(db, [leaseId], `${step} reverts: ${reason}`, { seconds: retrySeconds, isFailure: true });
}

async function sendSteps(
  context: SenderContext,
  { address }: LeaseContext,
  key: Lease,
  steps: readonly Step[],
): Promise<number | undefined> {
  const { db, chain, sender, policy, log } = context;
  const gasLimit = stepsGasLimit(steps);
  const { baseFee, suggestedTip } = await readMarketFee(chain);
  const fee = firstFee(baseFee, suggestedTip, policy.feeCap);
  const nonce = Math.max(await nextJournalNonce(db, sender), await chain.nonce(sender));
  const payload = { to: address, data: encodeSteps(address, steps), gasLimit };
  const signed = await trySigning(context, nonce, payload, fee);
  if (signed === undefined) return undefined;
  context.crash("lease-before-commit");
  const id = await db
    .transaction(async (sql) => {
      await assertLease(sql, key);
      if ((await nextJournalNonce(sql, sender)) > nonce) return undefined;
      const entry = await insertEntry(sql, { sender, nonce, reason: "lease", claims: 0, gasLimit });
      if (!(await carrySteps(sql, entry, steps))) throw new LeasesMoved();
      await insertAttempt(sql, entry, key.fence, { ...signed, ...fee, number: 1 });
      await noteBatch(sql, entry, "batch.signed", {
        transaction: signed.txHash,
        leases: steps.length,
        reason: "lease",
      });
      return entry;
    })
    .catch(ignoreMoved);
  if (id === undefined) return undefined;
  const taken = steps.map(({ leaseId, step }) => `${step} ${leaseId}`);
  log.info({ batch: id, nonce, steps: taken, transaction: signed.txHash }, "steps of leases signed");
  context.crash("lease-committed");
  await broadcast(context, id, signed);
  return id;
}

/** A lease is carried by someone else since it was chosen. */
class LeasesMoved extends Error {}

function ignoreMoved(error: unknown): undefined {
  if (error instanceof LeasesMoved) return undefined;
  throw error;
}
