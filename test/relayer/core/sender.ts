import { expect } from "chai";
import fc from "fast-check";
import { firstFee, replacementFee } from "../../../relayer/core/fee.ts";
import { canFollow, journalStates, liveStates, statesBefore } from "../../../relayer/core/journal-state.ts";
import { take } from "../../../relayer/core/token-bucket.ts";

const gwei = 10n ** 9n;
const cap = { maxFeePerGas: 200n * gwei, maxPriorityFeePerGas: 3n * gwei };

describe("the life of a journal entry", () => {
  it("has no way back from an end, and one way back from a block: a reorganisation", () => {
    for (const end of ["final", "reverted", "lost"] as const) {
      expect(journalStates.filter((to) => canFollow(end, to))).to.deep.equal([]);
      expect(liveStates).not.to.include(end);
    }
    expect(statesBefore("sent")).to.deep.equal(["signed", "mined"]);
    expect(statesBefore("final")).to.deep.equal(["mined"]);
    // What is mined cannot be lost: first it has to be taken back.
    expect(canFollow("mined", "lost")).to.equal(false);
  });
});

describe("what is offered for gas", () => {
  const price = fc.bigInt({ min: 0n, max: 300n * gwei });

  it("never passes the cap, and its tip never passes the fee", () => {
    fc.assert(
      fc.property(price, price, (baseFee, tip) => {
        const fee = firstFee(baseFee, tip, cap);
        expect(fee.maxFeePerGas <= cap.maxFeePerGas).to.equal(true);
        expect(fee.maxPriorityFeePerGas <= fee.maxFeePerGas).to.equal(true);
        expect(fee.maxPriorityFeePerGas <= cap.maxPriorityFeePerGas).to.equal(true);
      }),
    );
  });

  it("rises by an eighth in both parts for each replacement, until the cap ends that", () => {
    fc.assert(
      fc.property(price, price, price, (firstBase, laterBase, tip) => {
        let last = firstFee(firstBase, tip, cap);
        for (let steps = 0; ; steps += 1) {
          expect(steps).to.be.below(300);
          const next = replacementFee(last, laterBase, tip, cap);
          if (next === undefined) return;
          expect(next.maxFeePerGas * 8n > last.maxFeePerGas * 9n).to.equal(true);
          expect(next.maxPriorityFeePerGas * 8n > last.maxPriorityFeePerGas * 9n).to.equal(true);
          expect(next.maxFeePerGas <= cap.maxFeePerGas).to.equal(true);
          expect(next.maxPriorityFeePerGas <= next.maxFeePerGas).to.equal(true);
          last = next;
        }
      }),
    );
  });
});

describe("a sender's allowance", () => {
  const rule = { rate: 10, burst: 100 };

  it("holds a burst, refills with time, and says how long to wait", () => {
    let { bucket, waitSeconds } = take(undefined, 100, 0, rule);
    expect(waitSeconds).to.equal(0);
    ({ bucket, waitSeconds } = take(bucket, 5, 100, rule));
    expect(Math.round(waitSeconds * 1e9)).to.equal(4e8);
    ({ bucket, waitSeconds } = take(bucket, 5, 500, rule));
    expect(waitSeconds).to.equal(0);
  });

  it("lets a request through that is larger than any bucket, when the bucket is full", () => {
    expect(take(undefined, 1_000, 0, rule).waitSeconds).to.equal(0);
  });

  it("gives nothing for a clock that steps back", () => {
    const { bucket } = take(undefined, 100, 1_000_000, rule);
    expect(take(bucket, 1, 0, rule).waitSeconds).to.be.greaterThan(0);
  });
});
