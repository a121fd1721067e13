import { expect } from "chai";
import { type ClosingReport, closingJson, closingRows } from "../../../scripts/demo/closing/closing-summary.ts";
import { carried } from "./carried.ts";

describe("demo: what the closing act reports", () => {
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
