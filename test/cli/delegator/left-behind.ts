import { expect } from "chai";
import { leftBehindDown } from "../../../cli/delegator/left-behind.ts";

describe("cli: what a delegator that leaves now would leave behind", () => {
  const stake = (frozenDelegated: bigint) => ({ frozenDelegated, delegated: 600n, delegatedThawing: 400n });

  it("is the request's part of what is frozen, nothing without a dispute, and all where all is frozen", () => {
    // Of a request of 400, a quarter of 1,000 is frozen: 300 come, 100 stay.
    expect(leftBehindDown(300n, stake(250n))).to.equal(100n);
    expect(leftBehindDown(400n, stake(0n))).to.equal(0n);
    for (const frozen of [1_000n, 1_001n]) expect(leftBehindDown(0n, stake(frozen))).to.equal(undefined);
  });

  it("is nothing of a request that a slash has emptied, and of stake that is gone", () => {
    expect(leftBehindDown(0n, stake(250n))).to.equal(0n);
    expect(leftBehindDown(0n, { frozenDelegated: 0n, delegated: 0n, delegatedThawing: 0n })).to.equal(0n);
  });
});
