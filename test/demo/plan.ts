import { readFile } from "node:fs/promises";
import { expect } from "chai";
import fc from "fast-check";
import { planMarket } from "../../scripts/demo/plan.ts";
import { priceUp } from "../../scripts/demo/tariff.ts";
import { parseTrace, TraceError, traceColumns } from "../../scripts/demo/trace.ts";
import { drawSample } from "../../scripts/samples/make-sample.ts";

const sample = new URL("../../scripts/samples/inference-requests.csv", import.meta.url);
const trace = parseTrace(drawSample(300, "test"), "sample", 0);

describe("demo: trace", () => {
  it("reads the columns of a request, and no more than the limit", () => {
    const text = `${traceColumns}\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109`;
    expect(parseTrace(text, "a file", 0)).to.deep.equal([
      { atMs: Date.UTC(2023, 10, 16, 18, 15, 46, 680), contextTokens: 374, generatedTokens: 44 },
      { atMs: Date.UTC(2023, 10, 16, 18, 15, 50, 995), contextTokens: 396, generatedTokens: 109 },
    ]);
    expect(parseTrace(text, "a file", 1)).to.have.length(1);
  });

  it("names the line that is not a request", () => {
    const head = `${traceColumns}\n2023-11-16 18:15:46,1,1\n`;
    for (const line of ["now,1,2", "2023-11-16 18:15:46,-1,2", "2023-11-16 18:15:46,1", "2023-11-16 18:15:46,1,2,3"]) {
      expect(() => parseTrace(head + line, "a.csv", 0), line).to.throw(TraceError, "a.csv:3");
    }
    expect(() => parseTrace("a,b\n", "a.csv", 0)).to.throw(TraceError, "a.csv:1");
    expect(() => parseTrace(`${traceColumns}\n`, "a.csv", 0)).to.throw(TraceError, "no request");
  });

  it("carries the sample that its script draws", async () => {
    expect(await readFile(sample, "utf8")).to.equal(drawSample(2_500, "millrace sample"));
  });
});

describe("demo: plan", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(planMarket(trace, "a")).to.deep.equal(planMarket(trace, "a"));
    expect(planMarket(trace, "a")).not.to.deep.equal(planMarket(trace, "b"));
  });

  it("prices every request, and nothing else", () => {
    const plan = planMarket(trace, "a");
    expect(plan.requests).to.have.length(trace.length);
    const perChannel = plan.channels.map(() => 0n);
    for (const { channel, price } of plan.requests) perChannel[channel] = (perChannel[channel] ?? 0n) + price;
    expect(perChannel).to.deep.equal(plan.channels.map(({ price }) => price));
  });

  it("funds every channel enough, at the latest with its top-up, and lets some run short before", () => {
    const { channels } = planMarket(trace, "a");
    for (const { deposit, topUp, price } of channels) expect(deposit + topUp >= price).to.equal(true);
    expect(channels.some(({ deposit, price }) => deposit < price)).to.equal(true);
    expect(new Set(channels.map(({ ending }) => ending)).size).to.equal(3);
  });

  it("rounds a price up, never to zero for work", () => {
    const tokens = fc.integer({ min: 0, max: 100_000 });
    const rate = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        tokens,
        tokens,
        rate,
        rate,
        (contextTokens, generatedTokens, perMillionContext, perMillionGenerated) => {
          const request = { atMs: 0, contextTokens, generatedTokens };
          const price = priceUp({ perMillionContext, perMillionGenerated }, request);
          const exact = BigInt(contextTokens) * perMillionContext + BigInt(generatedTokens) * perMillionGenerated;
          expect(price * 1_000_000n >= exact && (price - 1n) * 1_000_000n < exact).to.equal(true);
        },
      ),
    );
  });
});
