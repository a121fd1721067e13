import { expect } from "chai";
import { type Hex, parseTransaction, serializeTransaction, type TransactionSerializedEIP1559 } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { faultOfSigned } from "../../../relayer/signer/check-signed.ts";
import { localSigner } from "../../../relayer/signer/local-signer.ts";
import type { UnsignedTransaction } from "../../../relayer/signer/signer.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const account = privateKeyToAccount(generatePrivateKey());
const other = privateKeyToAccount(generatePrivateKey());

const asked: UnsignedTransaction = {
  chainId: 31_337,
  nonce: 7,
  to: "0x00000000000000000000000000000000000000E5",
  data: "0x12345678",
  gas: 100_000n,
  maxFeePerGas: 3_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
};

const fault = (raw: Hex) => faultOfSigned(raw, asked, account.address);
const sign = (changes: object = {}, by = account) =>
  by.signTransaction({ type: "eip1559", value: 0n, ...asked, ...changes });

describe("what a signer answers", () => {
  it("is taken when it is what was asked for, also with a zero in every field that may be zero", async () => {
    expect(await fault(await sign())).to.equal(undefined);
    expect(await fault(await localSigner(account).sign(asked))).to.equal(undefined);
    const zeros: UnsignedTransaction = {
      ...asked,
      nonce: 0,
      data: "0x",
      maxPriorityFeePerGas: 0n,
      to: account.address,
    };
    const raw = await localSigner(account).sign(zeros);
    expect(await faultOfSigned(raw, zeros, account.address)).to.equal(undefined);
  });

  const lies: Record<string, [object, RegExp]> = {
    chain: [{ chainId: 1 }, /another chain: 1, not 31337/],
    nonce: [{ nonce: 8 }, /another nonce: 8, not 7/],
    "nonce of zero": [{ nonce: 0 }, /another nonce: 0, not 7/],
    receiver: [{ to: other.address }, /another receiver/],
    "missing receiver": [{ to: null }, /another receiver/],
    value: [{ value: 1n }, /another value: 1, not 0/],
    data: [{ data: "0x12345679" }, /another data/],
    "missing data": [{ data: "0x" }, /another data/],
    "gas limit": [{ gas: 100_001n }, /another gas limit/],
    "fee per gas": [{ maxFeePerGas: 3_000_000_001n }, /another fee per gas/],
    "tip per gas": [{ maxPriorityFeePerGas: 1n }, /another tip per gas/],
    "access list": [{ accessList: [{ address: other.address, storageKeys: [] }] }, /another access list/],
  };
  for (const [name, [changes, expected]] of Object.entries(lies)) {
    it(`is refused with another ${name}`, async () => {
      expect(await fault(await sign(changes))).to.match(expected);
    });
  }

  it("is refused when somebody else signed it", async () => {
    expect(await fault(await sign({}, other))).to.match(new RegExp(`signed by ${other.address}, not by`));
  });

  it("is refused with a high s, which nodes refuse too", async () => {
    const { r, s, yParity, v: _, ...rest } = parseTransaction((await sign()) as TransactionSerializedEIP1559);
    const high = `0x${(ORDER - BigInt(s ?? 0)).toString(16).padStart(64, "0")}` as Hex;
    const raw = serializeTransaction(rest, { r: r as Hex, s: high, yParity: 1 - (yParity ?? 0) });
    expect(await fault(raw)).to.match(/high s/);
  });

  it("is refused when it is not signed, of another type, or no transaction", async () => {
    const {
      r: _r,
      s: _s,
      yParity: _y,
      v: _v,
      ...rest
    } = parseTransaction((await sign()) as TransactionSerializedEIP1559);
    expect(await fault(serializeTransaction(rest))).to.match(/not signed/);
    const { maxFeePerGas: _, maxPriorityFeePerGas: __, ...legacy } = asked;
    expect(await fault(await account.signTransaction({ type: "legacy", ...legacy, gasPrice: 1n }))).to.match(/type 2/);
    for (const raw of ["0x02", "0x02c0", "0x02ff", "0x1234"] as const) expect(await fault(raw), raw).to.be.a("string");
    expect(await fault(`${await sign()}00`)).to.be.a("string");
  });
});
