import { expect } from "chai";
import { encodeErrorResult } from "viem";
import { exitCodeOf, exitCodes } from "../../cli/errors/exit-codes.ts";
import { revertError } from "../../cli/errors/explain.ts";
import { nextSteps } from "../../cli/errors/next-steps.ts";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { MillraceError } from "../../sdk/error.ts";

describe("cli: errors", () => {
  it("has a next step for every error of Escrow, and for no other", () => {
    const names = escrowAbi.filter((item) => item.type === "error").map(({ name }) => name);
    expect(Object.keys(nextSteps).sort()).to.deep.equal([...names].sort());
  });

  it("decodes a revert into name, values and next step", () => {
    const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    const args = [account, account, 5n, 7n] as const;
    const data = encodeErrorResult({ abi: escrowAbi, errorName: "InsufficientFreeBalance", args });
    const error = revertError(data);
    expect(error.short).to.include("InsufficientFreeBalance");
    expect(error.found).to.include("free 5, needed 7");
    expect(error.next).to.include("millrace deposit");
    expect(exitCodeOf(error)).to.equal(exitCodes.chainRefuses);
  });

  it("shows the bytes of an error that it does not know", () => {
    expect(revertError("0xdeadbeef")).to.include({ code: "chain-refuses", found: "0xdeadbeef" });
  });

  it("tells what the user gave from what broke", () => {
    expect(exitCodeOf(new MillraceError("x", { code: "bad-amount" }))).to.equal(exitCodes.usage);
    expect(exitCodeOf(new MillraceError("x", { code: "not-confirmed" }))).to.equal(exitCodes.notConfirmed);
    expect(exitCodeOf(new Error("x"))).to.equal(exitCodes.failed);
  });
});
