import { expect } from "chai";
import type { ProposalFigures } from "../../../scripts/demo/closing/closing-summary.ts";
import { findProposalFaults } from "../../../scripts/demo/closing/proposal-verdict.ts";
import { carried } from "./carried.ts";

const faultsOf = (change: Partial<ProposalFigures>) => findProposalFaults({ ...carried, ...change }, 300n, 20_000_000n);

describe("demo: the vote", () => {
  it("finds nothing wrong where the setting changed and what was open pays as before", () => {
    expect(faultsOf({})).to.deep.equal([]);
  });

  it("says what is wrong with a vote that failed, or changed what was open", () => {
    const wrong: [Partial<ProposalFigures>, string][] = [
      [{ state: "defeated" }, "found defeated, expected executed"],
      [{ after: 200n, newChannelFeeBps: 200n }, "found 200, expected 300"],
      [{ newChannelFeeBps: 200n }, "found 200 bps, expected 300"],
      [{ fees: 30_000_000n }, "found 30000000, expected 20000000"],
      [{ paid: 0n }, "paid nothing"],
      [{ unchanged: false }, "expected the terms of its opening"],
    ];
    for (const [change, text] of wrong) {
      const faults = faultsOf(change);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.include(text);
    }
  });
});
