import { expect } from "chai";
import { SETTINGS } from "../../../deploy/parameters/settings.ts";
import { classTerms } from "../../../scripts/demo/leases/classes.ts";
import { expectedOutcomes } from "../../../scripts/demo/leases/expected.ts";
import { parseJobs } from "../../../scripts/demo/leases/jobs.ts";
import { type LeasePlan, newcomerUnits, planLeases } from "../../../scripts/demo/leases/lease-plan.ts";
import { parseMachines } from "../../../scripts/demo/leases/machines.ts";
import { bondPerUnit } from "../../../scripts/demo/leases/prices.ts";
import { drawJobs, drawNodes } from "../../../scripts/samples/make-lease-samples.ts";

const jobs = parseJobs(drawJobs(300, "test"), "jobs", 0);
const machines = parseMachines(drawNodes(60, "test"), "nodes");
const plan = planLeases(jobs, machines, "a");

/** The most of what leases add up to at once, for each key. */
function peaks<K>(leases: LeasePlan["leases"], key: (lease: LeasePlan["leases"][number]) => K): Map<K, number> {
  const changes = leases.flatMap((lease) => [
    { at: lease.opensAt, key: key(lease), by: lease.units },
    { at: lease.endsAt, key: key(lease), by: -lease.units },
  ]);
  changes.sort((a, b) => a.at - b.at || b.by - a.by);
  const held = new Map<K, number>();
  const most = new Map<K, number>();
  for (const change of changes) {
    const now = (held.get(change.key) ?? 0) + change.by;
    held.set(change.key, now);
    most.set(change.key, Math.max(now, most.get(change.key) ?? 0));
  }
  return most;
}

describe("demo: the plan of leases", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(planLeases(jobs, machines, "a")).to.deep.equal(plan);
    expect(planLeases(jobs, machines, "b")).not.to.deep.equal(plan);
  });

  it("has one lease for every job, and ends it as the trace says", () => {
    expect(plan.unplaced).to.equal(0);
    const outcomes = expectedOutcomes(plan).filter((_, index) => plan.leases[index]?.origin === "job");
    const count = (...names: string[]) => outcomes.filter((outcome) => names.includes(outcome)).length;
    const rows = (...phases: string[]) => jobs.filter(({ phase }) => phases.includes(phase)).length;
    expect(outcomes).to.have.length(jobs.length);
    expect(count("abandoned")).to.equal(rows("Failed")).and.to.be.above(0);
    expect(count("noShow")).to.equal(rows("Pending")).and.to.be.above(0);
    expect(count("completed", "stopped", "reclaimed", "outage", "faultProven")).to.equal(rows("Running", "Succeeded"));
    for (const outcome of ["completed", "stopped", "reclaimed", "outage", "faultProven"]) {
      expect(count(outcome), outcome).to.be.above(0);
    }
  });

  it("never sells more of a node than it has, nor more of a newcomer than one may lease", () => {
    for (const [node, most] of peaks(plan.leases, (lease) => lease.node)) {
      expect(most).to.be.at.most(plan.nodes[node]?.units as number);
    }
    for (const [operator, most] of peaks(plan.leases, (lease) => lease.operator)) {
      if (plan.operators[operator]?.habit !== "record") expect(most).to.be.at.most(newcomerUnits);
    }
    for (const { node, operator } of plan.leases) expect(plan.nodes[node]?.operator).to.equal(operator);
  });

  it("lets jobs wait for units where there are too few, in their order, and counts what fits nowhere", () => {
    const lines = [
      "a,1,1,1,1000,,LS,Running,0,500,0",
      "b,1,1,1,1000,,LS,Running,10,60,10",
      "c,1,1,1,1000,,LS,Running,20,60,20",
      "d,1,1,8,1000,,LS,Running,30,60,30",
    ];
    const header = drawJobs(0, "x").trim();
    const few = parseJobs([header, ...lines].join("\n"), "few", 0);
    const tight = planLeases(few, parseMachines("sn,gpu,model\nn,1,T4", "one"), "a");
    expect(tight.unplaced).to.equal(1);
    const [a, b, c] = tight.leases as [LeasePlan["leases"][0], LeasePlan["leases"][0], LeasePlan["leases"][0]];
    expect(a.waitedSeconds).to.equal(0);
    expect(b.opensAt).to.be.at.least(a.endsAt);
    expect(c.opensAt).to.be.at.least(b.endsAt);
    expect(b.waitedSeconds).to.equal(b.opensAt - 10);
  });

  it("goes on elsewhere only from leases that were interrupted, after their end, with another operator", () => {
    const going = plan.leases.filter(({ origin }) => origin === "continuation");
    expect(going.length).to.be.above(0);
    for (const { continues, opensAt, operator, units } of going) {
      const before = plan.leases[continues as number] as LeasePlan["leases"][0];
      expect(["abandon", "reclaim"]).to.include(before.ending);
      expect(opensAt).to.be.above(before.endsAt);
      expect(operator).not.to.equal(before.operator);
      expect(units).to.equal(before.units);
    }
  });

  it("lets operators earn a record before anybody needs more of them than a newcomer may lease", () => {
    const records = plan.leases.filter(({ origin }) => origin === "record");
    const large = plan.leases.filter(({ units }) => units > newcomerUnits);
    expect(large.length).to.be.above(0);
    for (const { operator, opensAt } of large) {
      const own = records.find((lease) => lease.operator === operator);
      // Served, three days until it is final, and three of age.
      expect(own?.endsAt).to.be.below(opensAt - 6 * 86_400);
    }
  });

  it("reckons with the settings of the deployment", () => {
    const defaultOf = (id: string) => SETTINGS.find((setting) => setting.id === id)?.default;
    expect(defaultOf("newcomerUnits")).to.equal(`${newcomerUnits.toLocaleString("en-US")} units`);
    expect(defaultOf("claimWindowSeconds")).to.equal("3 days");
    expect(defaultOf("noShowDelaySeconds")).to.equal("10 minutes");
    expect(defaultOf("wrongHardwareBps")).to.equal("30 %");
    expect(defaultOf("tier1AgeSeconds")).to.equal("3 days");
  });

  it("disputes leases that ended well, each operator once, within the claim window", () => {
    expect(new Set(plan.claims.map(({ course }) => course)).size).to.be.at.least(4);
    const accused = plan.claims.map(({ lease }) => plan.leases[lease]?.operator);
    expect(new Set(accused).size).to.equal(accused.length);
    for (const { lease, opensAt } of plan.claims) {
      const { ending, endsAt } = plan.leases[lease] as LeasePlan["leases"][0];
      expect(["complete", "stop"]).to.include(ending);
      expect(opensAt).to.be.within(endsAt + 1, endsAt + 3 * 86_400 - 60);
    }
  });

  it("has operators stake enough for all that their leases hold until they are final, bonds lost included", () => {
    const disputed = new Set(plan.claims.map(({ lease }) => lease));
    for (const [operator, { requiredStake }] of plan.operators.entries()) {
      const changes = plan.stakes
        .filter((stake) => stake.operator === operator)
        .map(({ at, amount }) => ({ at, by: amount }));
      plan.leases.forEach((lease, index) => {
        if (lease.operator !== operator) return;
        const node = plan.nodes[lease.node] as LeasePlan["nodes"][0];
        const units = BigInt(lease.units);
        const bond = units * bondPerUnit(node, lease.kind);
        const failed = lease.ending === "abandon" || lease.ending === "noShow" || disputed.has(index);
        changes.push({ at: lease.opensAt, by: -bond - units * classTerms(node.classId).requiredStake });
        const back = units * classTerms(node.classId).requiredStake + (failed ? 0n : bond);
        changes.push({ at: lease.endsAt + 3 * 86_400 + 6 * 3_600, by: back });
      });
      changes.sort((a, b) => a.at - b.at);
      let free = 0n;
      for (const { by } of changes) {
        free += by;
        expect(free >= 0n, `operator ${operator}`).to.equal(true);
      }
      expect((changes[0]?.by ?? 0n) >= requiredStake).to.equal(true);
    }
  });
});
