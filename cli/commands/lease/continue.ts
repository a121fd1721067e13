import type { Command } from "commander";
import type { Address } from "viem";
import type { Call } from "../../../sdk/call.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { endFacts } from "../../leases/end-facts.ts";
import type { LeaseFacts } from "../../leases/facts.ts";
import { loadLease } from "../../leases/load.ts";
import { loadOffer } from "../../leases/offer-source.ts";
import { readOfferStanding } from "../../leases/offer-standing.ts";
import { openedOutcome } from "../../leases/opened-outcome.ts";
import { parseOrder } from "../../leases/order-options.ts";
import { parseNonce, placeOrder } from "../../leases/place-order.ts";
import { quoteLease } from "../../leases/quote.ts";
import { lockFacts } from "../../leases/quote-facts.ts";
import { time } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type ContinueOptions = {
  readonly offer: string;
  readonly units?: string;
  readonly duration?: string;
  readonly signer?: string;
  readonly nonce?: string;
};

export function addLeaseContinue(lease: Command): void {
  lease
    .command("continue")
    .summary("go on with another offer: end a lease and open the next in one transaction")
    .description(
      "Ends the lease as its state allows (cancel, no-show, stop, complete) and opens the new one from what comes back, " +
        "all or nothing. An ended lease is only followed. Both leases' receipts name each other.",
    )
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .requiredOption("--offer <offer>", "what to go on with: a file, or an id at the relayer")
    .option("--units <number>", "how many (default: as many as before)")
    .option("--duration <time>", "how long (default: what was left)")
    .option("--signer <address>", "by voucher: whose vouchers count (default: this key)")
    .option("--nonce <number>", "tells leases of the same offer apart (default: the time now)")
    .action(
      answer(["calldata"], (context, [id]: [string | undefined], options: ContinueOptions) =>
        goOn(context, id, options),
      ),
    );
}

async function goOn(context: Context, id: string | undefined, options: ContinueOptions): Promise<Report> {
  const { facts, now, leases } = await loadLease(context, id);
  const { leaseId, terms } = facts.found;
  const named = await loadOffer(context, options.offer);
  const left = secondsLeft(facts, now);
  const order = parseOrder(
    { units: options.units ?? String(terms.units), duration: options.duration ?? `${left}s` },
    named,
  );
  const standing = await readOfferStanding(context, named, order.units);
  const quote = await quoteLease(context, named, standing, order);
  const choice = { ...order, signer: options.signer, continues: leaseId, nonce: parseNonce(options.nonce) };
  const opening = leaseCalls.open(leases, placeOrder(context, named, choice));
  const ending = endingOf(leases, facts, now);
  const call = ending === undefined ? opening : leaseCalls.multicall(leases, [ending, opening]);
  const what = ending === undefined ? "open the next lease" : `${ending.functionName} this lease and open the next`;
  const shown = ending === undefined ? [["goes on from", leaseId] as const] : endFacts(facts, now);
  return runPlan(context, {
    facts: [...shown, ["operator", named.offer.operator], ...lockFacts(context, named.offer, quote)],
    steps: [{ what, call }],
    json: { continues: leaseId, ends: ending?.functionName, quote },
    outcome: openedOutcome(leases),
  });
}

/** Of the whole duration; all of it if it never started. */
function secondsLeft({ slot, found }: LeaseFacts, now: bigint): number {
  const total = found.terms.durationSeconds + slot.extendedSeconds;
  if (slot.startedAt === 0) return total;
  const until = slot.endedAt === 0 ? Number(now) : slot.endedAt;
  return Math.max(slot.startedAt + total - until, 0);
}

/** How a lease ends now by its buyer's call; undefined if it has. @throws MillraceError `chain-refuses` in between */
function endingOf(leases: Address, { found, slot }: LeaseFacts, now: bigint): Call | undefined {
  const { terms } = found;
  if (slot.state === "running") {
    return now < BigInt(slot.endsAt) ? leaseCalls.stop(leases, terms) : leaseCalls.complete(leases, terms);
  }
  if (slot.state !== "open") return undefined;
  const startBy = terms.bound.openedAt + terms.offer.startWindowSeconds;
  if (now <= BigInt(startBy)) return leaseCalls.cancel(leases, terms);
  const noShowFrom = BigInt(startBy + terms.bound.noShowDelaySeconds);
  if (now >= noShowFrom) return leaseCalls.reportNoShow(leases, terms);
  throw new MillraceError("The lease was not started in time, and a no-show can be reported a little later only.", {
    code: "chain-refuses",
    found: `the start window ended at ${time(BigInt(startBy))}`,
    next: `Go on from ${time(noShowFrom)}, or open another lease now with \`millrace lease open\`.`,
  });
}
