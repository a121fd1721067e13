import { expect } from "chai";
import type { Context } from "../../../cli/context.ts";
import type { LeaseQuote } from "../../../cli/leases/quote.ts";
import { refundFacts } from "../../../cli/leases/quote-facts.ts";
import { meterings } from "../../../sdk/offer.ts";
import { sampleTerms } from "../../demo/leases/sample-terms.ts";

const { offer } = sampleTerms(1n, 0);
const token = { symbol: "tUSD", address: offer.token, decimals: 6 };
const context = { deployment: { tokens: [token] } } as unknown as Context;
const quote = { minimum: 1_000_000n, earlyExitAtMost: 0n, noShowDelaySeconds: 600 } as LeaseQuote;
const factsOf = (metering: (typeof meterings)[number]) =>
  Object.fromEntries(refundFacts(context, { ...offer, metering: meterings.indexOf(metering) }, quote));

describe("cli: what a lease gives back", () => {
  it("by time is the rest at once, and by voucher what was not signed for after the challenge period", () => {
    const [byTime, byVoucher] = [factsOf("byTime"), factsOf("byVoucher")];
    expect(byTime["if you cancel"]).to.include("the minimum; the rest is back at once");
    expect(byTime["if it never starts"]).to.include("all is back; anyone reports it");
    for (const event of ["if you cancel", "if you stop it", "if it never starts"]) {
      expect(byVoucher[event], event).to.include("what you signed for; the rest is back after the challenge period");
    }
  });
});
