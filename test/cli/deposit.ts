import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Address } from "viem";
import { depositWays } from "../../cli/deposit-ways.ts";
import { revertError } from "../../cli/errors/explain.ts";
import { guardianCalls } from "../../sdk/governance-calls.ts";
import { PERMIT2_ADDRESS, PERMIT2_CODE } from "../fixtures/permit2.ts";
import { type LocalChain, startLocalChain } from "../relayer/support/local-chain.ts";
import { jsonAt, millraceAt } from "./support/in-process.ts";

const transactions = { approve: 2, permit: 1, authorization: 1, permit2: 2 } as const;

describe("cli: every way to deposit @slow", () => {
  let chain: LocalChain;
  const json = (...args: string[]) => jsonAt(chain.directory, ...args);

  before(async () => {
    chain = await startLocalChain({ address: PERMIT2_ADDRESS, code: PERMIT2_CODE });
    await json("init", "--rpc", chain.url, "--deployment", chain.deploymentFile);
    await json("key", "new");
    await json("local", "fund");
  });

  after(() => chain?.stop());

  it("names Permit2 in the addresses file of a deployment that has it", () => {
    expect(chain.deployment.permit2).to.equal(PERMIT2_ADDRESS);
  });

  for (const [index, way] of depositWays.entries()) {
    it(`deposits by ${way} in ${transactions[way]} transaction(s), exactly the amount`, async () => {
      const { transactions: sent } = await json("deposit", "10", "--by", way, "--yes");
      expect(sent).to.have.length(transactions[way]);
      const { free, wallet } = await json("status");
      expect(free).to.equal(String(10_000_000 * (index + 1)));
      expect(wallet).to.equal(String(1_000_000_000 - 10_000_000 * (index + 1)));
    });
  }

  it("leaves no allowance behind, and asks for a new one of exactly the next amount", async () => {
    const { steps } = await json("deposit", "1.5", "--by", "permit2", "--dry-run");
    expect(steps.map(({ call }: { call: { functionName: string } }) => call.functionName)).to.deep.equal([
      "approve",
      "depositWithPermit2",
    ]);
    expect(steps[0].call.args).to.deep.equal([PERMIT2_ADDRESS, "1500000"]);
  });

  it("draws a fresh nonce each time, so that the same amount goes twice", async () => {
    const before = BigInt((await json("status")).free);
    for (const way of ["authorization", "authorization", "permit2", "permit2"]) {
      await json("deposit", "1", "--by", way, "--yes");
    }
    expect(BigInt((await json("status")).free) - before).to.equal(4_000_000n);
  });

  it("refuses a signature that was used: what is printed as calldata credits once", async () => {
    const { stdout } = await millraceAt(
      chain.directory,
      "deposit",
      "1",
      "--by",
      "authorization",
      "--output",
      "calldata",
    );
    const [to, data] = stdout.trim().split(" ") as [`0x${string}`, `0x${string}`];
    const [account] = await chain.client.getAddresses();
    if (account === undefined) throw new Error("The chain has no account.");
    const before = BigInt((await json("status")).free);
    await chain.client.sendTransaction({ account, to, data });
    await chain.client.mine({ blocks: 1 });
    expect(BigInt((await json("status")).free) - before).to.equal(1_000_000n);
    const again = await chain.client.call({ account, to, data }).then(
      () => "credited",
      () => "refused",
    );
    expect(again).to.equal("refused");
  });

  for (const way of ["approve", "permit2"] as const) {
    it(`sends nothing by ${way} while deposits are paused, not even an approval`, async () => {
      const { client, deployment } = chain;
      const guardian = (await client.getAddresses())[2] as Address;
      const { address } = await json("key", "address");
      const pause = async (name: "pause" | "unpause") => {
        const { to, data } = guardianCalls[name](deployment.contracts.Parameters, "deposit");
        const hash = await client.sendTransaction({ account: guardian, to, data });
        expect((await client.waitForTransactionReceipt({ hash })).status).to.equal("success");
      };
      const state = await client.snapshot();
      try {
        await pause("pause");
        const sent = await client.getTransactionCount({ address });
        const { code, stdout, stderr } = await millraceAt(chain.directory, "deposit", "1", "--by", way, "--yes");
        expect([code, stdout]).to.deep.equal([3, ""]);
        expect(stderr).to.include("DepositsPaused").and.include("UTC").and.include("Wait until the pause ends");
        expect(await client.getTransactionCount({ address })).to.equal(sent);
        await pause("unpause");
        expect((await json("deposit", "1", "--by", way, "--yes")).transactions).to.have.length(transactions[way]);
      } finally {
        await client.revert({ id: state });
      }
    });
  }

  it("says so where there is no Permit2, or a way that it does not know", async () => {
    const { permit2: _, ...without } = chain.deployment;
    const file = path.join(chain.directory, "without.json");
    await writeFile(`${file}.part`, JSON.stringify(without));
    await rename(`${file}.part`, file);
    const missing = await millraceAt(chain.directory, "deposit", "1", "--by", "permit2", "--yes", "--deployment", file);
    expect(missing.code).to.equal(2);
    expect(missing.stderr).to.include("no `permit2` in the addresses file").and.include("--by approve");
    const unknown = await millraceAt(chain.directory, "deposit", "1", "--by", "magic", "--yes");
    expect(unknown.code).to.equal(2);
    expect(unknown.stderr).to.include("permit2");
  });

  it("says so where the token does not know the standard", async () => {
    const mill = { symbol: "MILL", address: chain.deployment.contracts.MillToken, decimals: 18 };
    const file = path.join(chain.directory, "mill.json");
    await writeFile(file, JSON.stringify({ ...chain.deployment, tokens: [mill] }));
    const lacking = await millraceAt(
      chain.directory,
      ...["deposit", "0", "--by", "authorization", "--yes", "--deployment", file],
    );
    expect(lacking.code).to.equal(2);
    expect(lacking.stderr).to.include("does not know ERC-3009").and.include("MILL");
  });
});

describe("cli: errors of Permit2", () => {
  it("are decoded, with the next step", () => {
    expect(revertError("0x756688fe").message).to.include("InvalidNonce");
    expect(revertError("0x756688fe").next).to.include("once");
    expect(revertError(`0xcd21db4f${"0".repeat(62)}07`).message).to.include("SignatureExpired");
  });
});
