import { expect } from "chai";
import { countText, showProgress } from "../../scripts/demo/progress.ts";

function record(isTTY: boolean) {
  let text = "";
  let nowMs = 0;
  const progress = showProgress({ isTTY, write: (more: string) => (text += more) }, () => nowMs);
  return { progress, text: () => text, pass: (ms: number) => (nowMs += ms) };
}

describe("demo: progress", () => {
  it("says rate, percentage and what is left", () => {
    expect(countText(1_200, 5_000, "vouchers", 3_000)).to.equal("1,200 of 5,000 vouchers, 24 %, 400/s, 10 s to go");
    expect(countText(5_000, 5_000, "vouchers", 10_000)).to.equal("5,000 of 5,000 vouchers, 100 %, 500/s");
  });

  it("rewrites one line at a terminal", () => {
    const { progress, text, pass } = record(true);
    progress.step("Serve");
    for (let done = 1; done <= 100; done += 1) {
      pass(50);
      progress.count(done, 100, "vouchers");
    }
    progress.end();
    expect(text().split("\n")).to.have.length(3);
    expect(text()).to.include("100 of 100");
  });

  it("writes few lines into a pipe", () => {
    const { progress, text, pass } = record(false);
    progress.step("Serve");
    for (let done = 1; done <= 1_000; done += 1) {
      pass(11);
      progress.count(done, 1_000, "vouchers");
    }
    expect(text().trimEnd().split("\n")).to.have.length(3);
    expect(text()).not.to.include("\r");
  });
});
