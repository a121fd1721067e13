import type { Command } from "commander";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { noShowCompensationUp } from "../../../sdk/lease-math.ts";
import { unpackRates } from "../../../sdk/warranty-rates.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import type { LeaseFacts } from "../../leases/facts.ts";
import { loadLease } from "../../leases/load.ts";
import { stateText } from "../../leases/state-text.ts";
import { mill } from "../../mill.ts";
import { money } from "../../output/format.ts";
import type { Fact } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type Timed = {
  readonly call: "reportNoShow" | "complete" | "finalize" | "settle";
  readonly summary: string;
  readonly brings: (facts: LeaseFacts) => Fact[];
};

const refund = ({ channel, token, isByTime }: LeaseFacts, due: bigint): Fact =>
  isByTime
    ? ["refunded", money(channel.deposited - due, token)]
    : ["refunded", "what is not signed for, once the challenge period of its channel is over"];

/** The steps that anyone can take, once their time has come. */
const timed: Readonly<Record<string, Timed>> = {
  "no-show": {
    call: "reportNoShow",
    summary: "report that a lease was never started: all is back, with compensation",
    brings: (facts) => {
      const { noShowBps } = unpackRates(facts.found.terms.bound.rates);
      const amount = noShowCompensationUp(facts.bond, BigInt(noShowBps));
      return [refund(facts, 0n), ["compensation", `${mill(amount)}, at most what is left of the bond`]];
    },
  },
  complete: {
    call: "complete",
    summary: "end a lease whose time is up",
    brings: (facts) => [["paid in all", money(facts.due, facts.token)], refund(facts, facts.due)],
  },
  finalize: {
    call: "finalize",
    summary: "make an ended lease final, when its claim window is over",
    brings: ({ bondLeft }) => [["bond unlocked", mill(bondLeft)]],
  },
  settle: {
    call: "settle",
    summary: "pay the operator what a running lease has earned until now",
    brings: ({ due, channel, token }) => [["paid now", `about ${money(due - channel.settled, token)}`]],
  },
};

export function addLeaseTimed(lease: Command): void {
  for (const [name, step] of Object.entries(timed)) {
    lease
      .command(name)
      .summary(`${step.summary}; by anyone`)
      .argument("[lease]", "id or its beginning (default: the only one that is not final)")
      .action(answer(["calldata"], (context, [id]: [string | undefined]) => take(context, name, step, id)));
  }
}

async function take(context: Context, name: string, step: Timed, id: string | undefined): Promise<Report> {
  const { facts, leases } = await loadLease(context, id);
  const { leaseId, terms } = facts.found;
  return runPlan(context, {
    facts: [["lease", leaseId], ["state", stateText(facts)], ...step.brings(facts)],
    steps: [{ what: name, call: leaseCalls[step.call](leases, terms) }],
    json: { leaseId },
  });
}
