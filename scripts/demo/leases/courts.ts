import { type Address, keccak256, type PrivateKeyAccount, toHex } from "viem";
import { inOrderOfSigners } from "../../../sdk/attestation.ts";
import { verdicts } from "../../../sdk/dispute.ts";
import { disputeCalls, type Evidence, giveRuling } from "../../../sdk/dispute-calls.ts";
import { committeeDomain, rulingDigest, signRuling } from "../../../sdk/ruling.ts";
import { stakeCalls } from "../../../sdk/stake-calls.ts";
import { quorumOf } from "./attest.ts";
import type { Quorum } from "./cast.ts";
import type { Deed, Receipt } from "./clock.ts";
import type { Keeping } from "./keeping.ts";
import type { PlannedLease } from "./lease-plan.ts";
import type { Lives } from "./lives.ts";
import { disputeEvents, eventOf, stakingEvents } from "./receipts.ts";
import type { PlannedClaim } from "./trials.ts";
import type { Troupe } from "./troupe.ts";

const hour = 3_600;
const day = 24 * hour;

/** Put every dispute of the plan on the schedule: the challenger, the operator, committees and keepers take their steps. */
export function scheduleCourts(troupe: Troupe, lives: Lives, keeping: Keeping, now: () => number): void {
  for (const [turn, claim] of troupe.plan.claims.entries()) scheduleClaim(troupe, lives, keeping, now, claim, turn);
}

function scheduleClaim(
  { plan, cast, place, schedule, chainTime, keeper }: Troupe,
  lives: Lives,
  keeping: Keeping,
  now: () => number,
  { lease, kind, course, opensAt }: PlannedClaim,
  turn: number,
): void {
  const planned = plan.leases[lease] as PlannedLease;
  const buyer = cast.buyers[planned.buyer] as PrivateKeyAccount;
  const operator = cast.operators[planned.operator] as PrivateKeyAccount;
  const isUpheld = course === "deserved" || course === "deservedAppealed";
  const isAppealed = course === "falseAppealed" || course === "deservedAppealed";
  const { disputes } = place;

  const executed = (id: bigint, receipt: Receipt): void => {
    const known = lives.known(lease);
    keeping.payBooked(receipt, known);
    keeping.ruled(lease, known);
    const booked = stakingEvents(receipt, place.staking).some(({ eventName }) => eventName === "SlashBooked");
    if (booked) schedule.atRound(now(), () => ({ by: keeper(), call: stakeCalls.payOut(place.staking, id) }));
  };
  const execute = (id: bigint, time: number): void => {
    schedule.at(time, () => ({
      by: keeper(),
      call: disputeCalls.execute(disputes, id, lives.known(lease).terms),
      done: (receipt) => executed(id, receipt),
    }));
  };
  /** The committee that has it rules a day later, and somebody hands the ruling in. */
  const rule = (submission: Receipt, committee: Address, quorum: Quorum, ruled: (receipt: Receipt) => void): void => {
    const { arbitratorDisputeId } = eventOf(disputeEvents(submission, disputes), "DisputeSubmitted").args;
    schedule.at(now() + day, async () => ({
      by: keeper(),
      call: await ruling(place.chainId, disputes, committee, quorumOf(quorum, turn), arbitratorDisputeId, isUpheld),
      done: ruled,
    }));
  };
  const appeal = (id: bigint): void => {
    schedule.at(now() + day, () => ({
      by: isUpheld ? operator : buyer,
      call: disputeCalls.appeal(disputes, id, evidence(`appeal ${id}`)),
      done: (receipt) => {
        rule(receipt, place.appealCommittee, cast.appealCommittee, () => execute(id, now() + hour));
      },
    }));
  };
  const ruled = (id: bigint, receipt: Receipt): void => {
    const { appealBy } = eventOf(disputeEvents(receipt, disputes), "DisputeRuled").args;
    if (isAppealed) appeal(id);
    else execute(id, Number(appealBy));
  };
  const opened = (receipt: Receipt): void => {
    const { disputeId: id, answerBy } = eventOf(disputeEvents(receipt, disputes), "DisputeOpened").args;
    if (course === "unanswered") {
      execute(id, Number(answerBy));
      return;
    }
    schedule.at(now() + 12 * hour, () => ({
      by: operator,
      call: disputeCalls.answer(disputes, id, evidence(`answer ${id}`)),
      done: (answer) => rule(answer, place.committee, cast.committee, (receipt) => ruled(id, receipt)),
    }));
  };
  schedule.at(
    chainTime(opensAt),
    (): Deed => ({
      by: buyer,
      call: disputeCalls.open(disputes, lives.known(lease).terms, kind, evidence(`claim ${turn}`)),
      done: opened,
    }),
  );
}

async function ruling(
  chainId: number,
  arbitrable: Address,
  committee: Address,
  members: readonly PrivateKeyAccount[],
  arbitratorDisputeId: bigint,
  isUpheld: boolean,
) {
  const domain = committeeDomain(chainId, committee);
  const ruling = BigInt(verdicts.indexOf(isUpheld ? "upheld" : "rejected"));
  const message = { arbitrable, arbitratorDisputeId, ruling };
  const signatures = await Promise.all(members.map((member) => signRuling(member, domain, message)));
  const signed = await inOrderOfSigners(rulingDigest(domain, message), signatures);
  return giveRuling(committee, arbitratorDisputeId, ruling, signed);
}

/** What a party would have put somewhere, by its hash. */
function evidence(name: string): Evidence {
  return {
    hash: keccak256(toHex(`millrace demo evidence/${name}`)),
    place: `demo://evidence/${encodeURIComponent(name)}`,
  };
}
