import { ascending, attestOutage } from "../support/attestations.ts";
import { EVIDENCE, Fault, PLACE, signRuling, Verdict } from "../support/courtroom.ts";
import { HOUR } from "../support/leasing.ts";
import { Mode } from "../support/test-court.ts";
import { ethers, networkHelpers } from "../world.ts";
import type { LeaseAccessWorld } from "./lease-world.ts";
import type { Probe } from "./probe.ts";
import { owned } from "./stake-probes.ts";

type P = Probe<LeaseAccessWorld>;

const disputes =
  (args: (w: LeaseAccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): P =>
  async (w) => ({ to: w.disputes, args: await args(w) });

async function answered(w: LeaseAccessWorld): Promise<bigint> {
  const id = await w.accuse(Fault.WrongResult, w.terms);
  await w.answer(id);
  return id;
}

const DISPUTES: Record<string, P> = {
  open: disputes((w) => [w.terms, Fault.WrongResult, EVIDENCE, PLACE]),
  contest: disputes(async (w) => {
    const { startedAt } = await w.leases.lease(w.id);
    await networkHelpers.time.increase(5 * HOUR);
    const outage = { leaseId: w.id, from: startedAt, to: startedAt + BigInt(HOUR) };
    await w.leases.connect(w.buyer).reportOutage(w.terms, outage, await attestOutage(w, outage));
    return [1n, EVIDENCE, PLACE];
  }),
  answer: disputes(async (w) => [await w.accuse(Fault.WrongResult, w.terms), EVIDENCE, PLACE]),
  submit: disputes(async (w) => {
    const court = await ethers.deployContract("TestArbitrator");
    await court.set(Mode.Reverts, 0n);
    await w.disputes.connect(w.governor).setArbitrators(court, court);
    const id = await answered(w);
    await court.set(Mode.Honest, 0n);
    return [id];
  }),
  "appeal: the operator has lost": disputes(async (w) => {
    const id = await answered(w);
    await w.rule(Verdict.Upheld, id);
    return [id, EVIDENCE, PLACE];
  }),
  rule: disputes(async (w) => [(await w.disputes.dispute(await answered(w))).arbitratorDisputeId, Verdict.Upheld]),
  execute: disputes(async (w) => {
    const id = await answered(w);
    await networkHelpers.time.increaseTo((await w.disputes.dispute(id)).deadline);
    return [id, w.terms];
  }),
  setArbitrators: disputes(async (w) => [await w.appealCommittee.getAddress(), await w.committee.getAddress()]),
  ...owned("disputes"),
};

const COMMITTEE_ARBITRATOR: Record<string, P> = {
  createDispute: async (w) => ({ to: w.committee, args: [2n, "0x"] }),
  rule: async (w) => {
    const { arbitratorDisputeId } = await w.disputes.dispute(await answered(w));
    const judges = [w.judge0, w.judge1];
    const { members, signatures } = await signRuling(w, w.committee, arbitratorDisputeId, Verdict.Upheld, judges);
    return { to: w.committee, args: [arbitratorDisputeId, Verdict.Upheld, members, signatures] };
  },
  setMembers: async (w) => ({
    to: w.committee,
    args: [ascending([w.stranger, w.relayer]).map(({ address }) => address), 1n],
  }),
  ...owned("committee"),
};

export const DISPUTE_PROBES = { Disputes: DISPUTES, CommitteeArbitrator: COMMITTEE_ARBITRATOR };
