import { expect } from "chai";
import { governanceGas } from "../../bench/gas/governance.ts";

describe("the gas of a proposal", () => {
  it("is within 10 % of plain OpenZeppelin's, step by step, in the same network", async () => {
    const { millrace, plain } = await governanceGas();
    for (const step of ["propose", "vote", "queue", "execute"] as const) {
      expect(millrace[step], step).to.be.at.most(plain[step] * 1.1);
      expect(plain[step], step).to.be.above(21_000);
    }
  });
});
