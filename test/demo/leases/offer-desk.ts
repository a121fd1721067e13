import { expect } from "chai";
import { offerRefusal } from "../../../relayer/core/offer-rules.ts";
import { castOf } from "../../../scripts/demo/leases/cast.ts";
import { parseJobs } from "../../../scripts/demo/leases/jobs.ts";
import { planLeases } from "../../../scripts/demo/leases/lease-plan.ts";
import { parseMachines } from "../../../scripts/demo/leases/machines.ts";
import { openOfferDesk } from "../../../scripts/demo/leases/offer-desk.ts";
import type { Place } from "../../../scripts/demo/leases/place.ts";
import { drawJobs, drawNodes } from "../../../scripts/samples/make-lease-samples.ts";
import { escrowDomain } from "../../../sdk/domain.ts";

describe("demo: what operators sign", () => {
  it("is, for every lease of the plan, an offer that can be taken and is long enough for it", async () => {
    const jobs = parseJobs(drawJobs(100, "test"), "jobs", 0);
    const plan = planLeases(jobs, parseMachines(drawNodes(40, "test"), "nodes"), "a");
    const contract = `0x${"11".repeat(20)}` as const;
    const place = { token: { address: contract }, offers: escrowDomain(31_337, contract) } as Place;
    const nodeIds = plan.nodes.map((_, index) => BigInt(index + 1));
    const desk = openOfferDesk(plan, await castOf(plan, "a"), place, nodeIds, 2_000);
    expect(plan.leases.length).to.be.at.least(jobs.length);
    for (const index of plan.leases.keys()) {
      const { offer, durationSeconds } = await desk.orderOf(index, undefined);
      const node = { operator: offer.operator.toLowerCase() as typeof contract, classId: 1, active: true };
      const standing = { now: 1_000, counter: 0n, cancelled: false, uses: 0, node, leastBondPerUnit: 1n };
      expect(offerRefusal(offer, standing)).to.equal(undefined);
      expect(durationSeconds).to.be.within(1, offer.maxSeconds);
    }
  });
});
