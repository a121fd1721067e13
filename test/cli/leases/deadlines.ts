import { expect } from "chai";
import { possibleSteps } from "../../../cli/leases/deadlines.ts";
import type { LeaseFacts } from "../../../cli/leases/facts.ts";
import { sampleTerms } from "../../demo/leases/sample-terms.ts";

type State = LeaseFacts["slot"]["state"];

const closesAt = 86_400n;
const factsOf = (state: State, isByTime: boolean, closed: boolean) =>
  ({
    found: { leaseId: "0x", terms: sampleTerms(1n, 0) },
    slot: { state, startedAt: 0, endedAt: 10, endsAt: 0, outcome: "noShow", claim: "none" },
    channel: { closed, closesAt },
    isByTime,
  }) as unknown as LeaseFacts;
const closing = (...args: Parameters<typeof factsOf>) =>
  possibleSteps(factsOf(...args)).filter(({ step }) => step === "close the channel");

describe("cli: what can be done with a lease", () => {
  for (const state of ["ended", "final"] as const) {
    it(`by voucher that is ${state}: its channel is closed, once the challenge period is over`, () => {
      expect(closing(state, false, false)).to.deep.equal([
        { who: "anyone", step: "close the channel", from: closesAt },
      ]);
    });

    it(`that is ${state}: nothing more with a channel that is closed, or that time has paid`, () => {
      expect(closing(state, false, true)).to.deep.equal([]);
      expect(closing(state, true, false)).to.deep.equal([]);
    });
  }
});
