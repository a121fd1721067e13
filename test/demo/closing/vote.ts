import { expect } from "chai";
import { findProposalFaults } from "../../../scripts/demo/closing/act.ts";
import {
  type ClosingReport,
  closingJson,
  closingRows,
  type ProposalFigures,
} from "../../../scripts/demo/closing/closing-summary.ts";

const carried: ProposalFigures = {
  parameter: "protocolFeeBps",
  before: 200n,
  after: 300n,
  state: "executed",
  votesFor: 10n ** 24n,
  openChannelFeeBps: 200n,
  openLeaseFeeBps: 200n,
  newChannelFeeBps: 300n,
  paid: 1_000_000_000n,
  fees: 20_000_000n,
  unchanged: true,
};
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

  it("reports settings as numbers and money as it is, and shouts where something changed", () => {
    const amounts = { collected: 5n, soldFor: 4n, burned: 3n, pot: 1n, rebates: 1n, minted: 9n, rewards: 8n };
    const report: ClosingReport = { epoch: amounts, proposal: { ...carried, unchanged: false } };
    expect(closingJson(report).proposal).to.include({
      before: 200,
      after: 300,
      openLeaseFeeBps: 200,
      paid: 1_000_000_000n,
    });
    expect(closingJson(report).epoch).to.deep.equal(amounts);
    const rows = new Map(closingRows(report, "tUSD", 6));
    expect(rows.get("protocolFeeBps by vote")).to.equal("2 % to 3 %, executed");
    expect(rows.get("  what was open pays")).to.equal("2 % channel, 2 % lease, CHANGED");
  });
});
