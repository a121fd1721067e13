import { decodeEventLog, type Hex, keccak256, toHex } from "viem";
import { disputesAbi } from "../../sdk/abi/disputes.ts";
import { inOrderOfSigners } from "../../sdk/attestation.ts";
import { type DisputeKind, verdicts } from "../../sdk/dispute.ts";
import { disputeCalls, type Evidence, giveRuling } from "../../sdk/dispute-calls.ts";
import { committeeDomain, type Ruling, rulingDigest, signRuling } from "../../sdk/ruling.ts";
import { stakeCalls } from "../../sdk/stake-calls.ts";
import type { SessionKey } from "../demo/session-key.ts";
import type { Action, Log } from "./chain.ts";
import { DAY } from "./economy.ts";
import type { HeldLease } from "./leases.ts";
import type { Person } from "./people.ts";
import type { Moment, Participant } from "./scene.ts";
import { act, type Stage } from "./stage.ts";

/** A dispute, and the truth of it, which the committee finds. */
export type Case = {
  readonly lease: HeldLease;
  readonly kind: DisputeKind;
  readonly isTrue: boolean;
  id: bigint;
  committeeId: bigint | undefined;
  state: "open" | "answered" | "ruled" | "ended" | "paid";
  /** When the state began: timestamp, s. */
  since: number;
};

/** Takes claims, has operators answer them, rules by the truth with two keys of three, and executes. */
export type Court = Participant & {
  readonly cases: Case[];
  readonly claim: (lease: HeldLease, kind: DisputeKind, isTrue: boolean, now: number) => Action;
};

const evidence: Evidence = { hash: keccak256(toHex("what was found")), place: "https://example.org/evidence" };
/** The windows of the deployment and a little. */
const ANSWER = 2 * DAY + 60;
const APPEAL = 3 * DAY + 60;

/** @param clerk who makes the calls that anybody may make */
export function openCourt(stage: Stage, clerk: Person): Court {
  const disputes = stage.at("Disputes");
  const cases: Case[] = [];

  function claim(lease: HeldLease, kind: DisputeKind, isTrue: boolean, now: number): Action {
    return act(lease.buyer, "open a dispute", disputeCalls.open(disputes, lease.terms, kind, evidence), {
      // The lease may have become final meanwhile.
      mayFail: true,
      onMined: (logs) => {
        const event = find(logs, "DisputeOpened");
        lease.isDisputed = true;
        cases.push({ lease, kind, isTrue, id: event.disputeId, committeeId: undefined, state: "open", since: now });
      },
    });
  }

  /** Whoever is accused wrongly answers; who did it hopes that nobody comes. */
  async function next(found: Case, now: number): Promise<Action[]> {
    const { lease, id, state, since } = found;
    const move = (to: Case["state"]) => (logs: readonly Log[]) => {
      found.state = to;
      found.since = now;
      if (to === "answered") found.committeeId = find(logs, "DisputeSubmitted").arbitratorDisputeId;
    };
    if (state === "open" && (!found.isTrue || found.id % 2n === 0n)) {
      return [
        act(lease.operator, "answer a dispute", disputeCalls.answer(disputes, id, evidence), {
          onMined: move("answered"),
        }),
      ];
    }
    if (state === "answered") return [{ ...(await rule(found)), onMined: move("ruled") }];
    const due = (state === "open" && now > since + ANSWER) || (state === "ruled" && now > since + APPEAL);
    if (due) {
      const call = disputeCalls.execute(disputes, id, lease.terms);
      return [act(clerk, "execute a dispute", call, { onMined: move("ended") })];
    }
    if (state === "ended") {
      const call = stakeCalls.payOut(stage.at("Staking"), id);
      // Nothing to pay where nothing was slashed; the bucket may be empty for a while.
      found.state = "paid";
      return [act(clerk, "pay out a slash", call, { mayFail: true })];
    }
    return [];
  }

  async function rule(found: Case): Promise<Action> {
    const committee = stage.at("Committee");
    const ruling: Ruling = {
      arbitrable: disputes,
      arbitratorDisputeId: found.committeeId ?? 0n,
      ruling: BigInt(verdicts.indexOf(found.isTrue ? "upheld" : "rejected")),
    };
    const domain = committeeDomain(stage.chainId, committee);
    const judges = stage.roles.slice(20, 22) as SessionKey[];
    const signatures = await Promise.all(judges.map((judge) => signRuling(judge, domain, ruling)));
    const signed = await inOrderOfSigners(rulingDigest(domain, ruling), signatures);
    return act(clerk, "rule", giveRuling(committee, ruling.arbitratorDisputeId, ruling.ruling, signed));
  }

  return {
    cases,
    claim,
    act: async ({ phase, now }: Moment) => {
      if (phase !== "court") return [];
      return (await Promise.all(cases.map((found) => next(found, now)))).flat();
    },
  };
}

type Found = { readonly disputeId: bigint; readonly arbitratorDisputeId: bigint };

function find(logs: readonly Log[], eventName: "DisputeOpened" | "DisputeSubmitted"): Found {
  for (const { topics, data } of logs) {
    try {
      const event = decodeEventLog({ abi: disputesAbi, topics: topics as [Hex, ...Hex[]], data: data as Hex });
      if (event.eventName === eventName) return event.args as unknown as Found;
    } catch {
      // An event of another contract.
    }
  }
  throw new Error(`No ${eventName} among the events.`);
}
