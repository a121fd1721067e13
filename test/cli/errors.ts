import { expect } from "chai";
import { type Abi, BaseError, encodeErrorResult, type Hex, parseAbi, RawContractError } from "viem";
import { z } from "zod";
import { committeeSteps } from "../../cli/errors/committee-steps.ts";
import { exitCodeOf, exitCodes } from "../../cli/errors/exit-codes.ts";
import { mayLackAllowance, revertError } from "../../cli/errors/explain.ts";
import { leaseSteps } from "../../cli/errors/lease-steps.ts";
import { nextSteps } from "../../cli/errors/next-steps.ts";
import { stakeSteps } from "../../cli/errors/stake-steps.ts";
import { valueText } from "../../cli/errors/values.ts";
import { readJsonFile } from "../../cli/json-file.ts";
import { attestorsAbi } from "../../sdk/abi/attestors.ts";
import { abisByName } from "../../sdk/abi/by-name.ts";
import { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import { disputesAbi } from "../../sdk/abi/disputes.ts";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { leasesAbi } from "../../sdk/abi/leases.ts";
import { millTimelockAbi } from "../../sdk/abi/mill-timelock.ts";
import { nodesAbi } from "../../sdk/abi/nodes.ts";
import { offersAbi } from "../../sdk/abi/offers.ts";
import { qualityAbi } from "../../sdk/abi/quality.ts";
import { stakingAbi } from "../../sdk/abi/staking.ts";
import { MillraceError } from "../../sdk/error.ts";

describe("cli: errors", () => {
  it("has a next step for every error of Escrow, and for no other", () => {
    const names = escrowAbi.filter((item) => item.type === "error").map(({ name }) => name);
    expect(Object.keys(nextSteps).sort()).to.deep.equal([...names].sort());
  });

  it("has a next step for every error of the contracts of stake, leases and disputes", () => {
    const abis = [
      committeeArbitratorAbi,
      stakingAbi,
      nodesAbi,
      attestorsAbi,
      qualityAbi,
      offersAbi,
      leasesAbi,
      disputesAbi,
    ];
    const names = abis.flatMap((abi) => (abi as Abi).filter((item) => item.type === "error").map(({ name }) => name));
    const known = [...Object.keys(stakeSteps), ...Object.keys(leaseSteps), ...Object.keys(committeeSteps)];
    expect(known.filter((name) => !names.includes(name))).to.deep.equal([]);
    expect(names.filter((name) => !known.includes(name) && !(name in nextSteps))).to.deep.equal([]);
  });

  it("says times as times and stake in MILL", () => {
    const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    const args = [account, 5n * 10n ** 17n, 7n * 10n ** 18n] as const;
    const short = encodeErrorResult({ abi: stakingAbi, errorName: "InsufficientStake", args });
    expect(revertError(short).found).to.include("available 0.5 MILL, needed 7 MILL");
    const early = encodeErrorResult({ abi: stakingAbi, errorName: "Thawing", args: [86_400n] });
    expect(revertError(early).found).to.equal("maturesAt 1970-01-02 00:00:00 UTC");
    const outage = encodeErrorResult({ abi: leasesAbi, errorName: "OutageInvalid", args: [60n, 86_400n] });
    expect(revertError(outage).found).to.equal("from 1970-01-01 00:01:00 UTC, to 1970-01-02 00:00:00 UTC");
  });

  it("says the numbers of enums in words", () => {
    const lease = encodeErrorResult({ abi: leasesAbi, errorName: "WrongState", args: [`0x${"7".repeat(64)}`, 2] });
    expect(revertError(lease).found).to.include(", found running");
    const dispute = encodeErrorResult({ abi: disputesAbi, errorName: "WrongState", args: [7n, 2] });
    expect(revertError(dispute).found).to.equal("disputeId 7, found answered");
    const args = [`0x${"7".repeat(64)}`, `0x${"0".repeat(63)}6`] as const;
    const waiting = encodeErrorResult({ abi: millTimelockAbi, errorName: "TimelockUnexpectedOperationState", args });
    expect(revertError(waiting).found).to.include(", expected waiting or ready");
    const abis: readonly Abi[] = Object.values(abisByName);
    const inputs = abis.flat().flatMap((item) => (item.type === "error" ? item.inputs : []));
    for (const input of inputs.filter(
      ({ type, internalType }) => type === "uint8" && internalType?.startsWith("enum"),
    )) {
      expect(valueText("", input, 0), input.internalType).not.to.equal(`${input.name} 0`);
    }
  });

  it("says of a file that is not there that it is not there, and of another what is wrong with it", () => {
    const read = (file: string) => () => readJsonFile(file, z.strictObject({ name: z.string() }), "ruling", "`rule`");
    expect(read("no/such/file.json")).to.throw(
      /no such file[\s\S]*no\/such\/file.json[\s\S]*the ruling that `rule` writes/,
    );
    expect(read("package.json"))
      .to.throw(/no ruling in it/)
      .and.not.match(/no such file/);
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
    const tokens = [{ address: account, symbol: "tUSD", decimals: 6 }] as const;
    expect(revertError(data, undefined, tokens).found).to.include(
      "token tUSD, free 0.000005 tUSD, needed 0.000007 tUSD",
    );
  });

  it("takes whatever a token may say for a missing allowance, and nothing that Millrace says", () => {
    const of = (data: Hex | undefined) =>
      new BaseError("reverted", { cause: new RawContractError({ data: data ?? "0x", message: "reverted" }) });
    const builtIn = parseAbi(["error Panic(uint256)", "error Error(string)"]);
    // An underflow, words, an error of the token's own, nothing at all, and a failure that is none of the chain's.
    const unsaid = [
      of(encodeErrorResult({ abi: builtIn, errorName: "Panic", args: [0x11n] })),
      of(encodeErrorResult({ abi: builtIn, errorName: "Error", args: ["transfer amount exceeds allowance"] })),
      of("0x13be252b"),
      of(undefined),
      new Error("no answer"),
    ];
    expect(unsaid.map(mayLackAllowance)).to.deep.equal(unsaid.map(() => true));
    const ours = encodeErrorResult({ abi: escrowAbi, errorName: "DepositsPaused", args: [1n] });
    expect(mayLackAllowance(of(ours))).to.equal(false);
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
