import { expect } from "chai";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { MillraceError } from "../../sdk/error.ts";
import { type LeaseTerms, leaseIdOf } from "../../sdk/lease.ts";
import { applyLeaseEvent, type LeaseEvent, type LeaseRecord, recordedPriceUp } from "../../sdk/lease-record.ts";
import { type LeaseReceipt, receiptDomain, receiptOf, signReceipt, verifyReceipt } from "../../sdk/receipt.ts";
import { receiptSchema } from "../../sdk/receipt-wire.ts";
import { toJson } from "../../sdk/wire.ts";

const domain = receiptDomain(31337, "0x5fbdb2315678afecb367f032d93f642f64180aa3");
const operator = privateKeyToAccount(generatePrivateKey());
const key = privateKeyToAccount(generatePrivateKey());
const buyer = privateKeyToAccount(generatePrivateKey()).address;

const terms: LeaseTerms = {
  offer: {
    operator: operator.address,
    nodeId: 2n ** 255n,
    token: "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
    pricePerUnitHour: 1_000n,
    minSeconds: 0,
    maxSeconds: 86_400,
    bondPerUnit: 10n ** 18n,
    promisedUptimeBps: 9_900,
    kind: 0,
    metering: 0,
    noticeSeconds: 0,
    startWindowSeconds: 1_800,
    graceSeconds: 0,
    earlyExitBps: 0,
    buyer: zeroAddress,
    uses: 0,
    expiresAt: 2 ** 40 - 1,
    counter: 0n,
    salt: 2n ** 256n - 1n,
  },
  bound: {
    openedAt: 1_000,
    noShowDelaySeconds: 600,
    claimWindowSeconds: 259_200,
    rates: 2n ** 128n - 1n,
    feeBps: 200,
    requiredStakePerUnit: 2n * 10n ** 18n,
  },
  buyer,
  signer: zeroAddress,
  units: 250,
  durationSeconds: 3_600,
  continues: zeroHash,
  nonce: 7n,
};
const leaseId = leaseIdOf(terms);

function recordAfter(...events: LeaseEvent[]): LeaseRecord {
  const all: LeaseEvent[] = [{ kind: "opened", leaseId, terms }, ...events];
  const record = all.reduce<LeaseRecord | undefined>((before, event) => applyLeaseEvent(before, event), undefined);
  if (record === undefined) throw new Error("the lease was opened");
  return record;
}

const whole: LeaseEvent[] = [
  { kind: "started", endsAt: 5_000 },
  { kind: "extended", addedSeconds: 1_800, endsAt: 6_800 },
  { kind: "channelClosed", settled: 375_000n, refunded: 0n },
  { kind: "ended", outcome: "completed", at: 7_777 },
];
const additions = { outputDigests: [`0x${"ab".repeat(32)}` as Hex], note: "42 frames", issuedAt: 8_000 };

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(MillraceError);
  return (error as MillraceError).code;
}

describe("sdk: receipts of leases", () => {
  it("tells from the events what a lease was, extensions included, and when its time was up", () => {
    const record = recordAfter(...whole);
    expect(record).to.include({
      state: "ended",
      outcome: "completed",
      startedAt: 1_400,
      endedAt: 6_800,
      paid: 375_000n,
    });
    expect(recordedPriceUp(record)).to.equal(375_000n);
    const early = recordAfter({ kind: "started", endsAt: 5_000 }, { kind: "ended", outcome: "stopped", at: 2_000 });
    expect(early.endedAt).to.equal(2_000);
    expect(recordAfter({ kind: "ended", outcome: "noShow", at: 9_999 }).endedAt).to.equal(9_999);
  });

  it("keeps what was ruled: a proven fault is the outcome of an ended lease", () => {
    const disputed: LeaseEvent[] = [...whole, { kind: "disputed" }, { kind: "compensated", amount: 3n }];
    expect(recordAfter(...disputed)).to.include({ claim: "pending", outcome: "completed", compensationBooked: 3n });
    expect(recordAfter(...disputed, { kind: "ruled", claim: "proven" }).outcome).to.equal("faultProven");
    expect(recordAfter(...disputed, { kind: "ruled", claim: "unanswered" }).outcome).to.equal("completed");
  });

  it("is signed by the operator and verified by anyone, through JSON and back, without asking anybody", async () => {
    const receipt = receiptOf(recordAfter(...whole), additions);
    const signature = await signReceipt(operator, domain, receipt);
    const read = receiptSchema.parse(JSON.parse(JSON.stringify(toJson(receipt))));
    expect(read).to.deep.equal(receipt);
    expect(await verifyReceipt(domain, read, signature)).to.equal(operator.address);
  });

  it("takes a key of the operator only from a reader who knows that it is one", async () => {
    const receipt = receiptOf(recordAfter(...whole), additions);
    const signature = await signReceipt(key, domain, receipt);
    expect(await codeOf(verifyReceipt(domain, receipt, signature))).to.equal("receipt-signer");
    expect(await verifyReceipt(domain, receipt, signature, [key.address])).to.equal(key.address);
  });

  it("refuses a receipt of which any field was changed after it was signed", async () => {
    const receipt = receiptOf(recordAfter(...whole), additions);
    const signature = await signReceipt(operator, domain, receipt);
    const changes: Partial<LeaseReceipt>[] = [
      { outcome: "abandoned" },
      { claim: "rejected" },
      { startedAt: 1_401 },
      { endedAt: 6_801 },
      { outageSeconds: 1 },
      { paid: 375_001n },
      { compensationBooked: 1n },
      { outputDigests: [] },
      { note: "43 frames" },
      { issuedAt: 8_001 },
    ];
    for (const change of changes) {
      const code = await codeOf(verifyReceipt(domain, { ...receipt, ...change }, signature));
      expect(code, JSON.stringify(toJson(change))).to.equal("receipt-signer");
    }
    const other = { ...terms, units: 251 };
    expect(await codeOf(verifyReceipt(domain, { ...receipt, terms: other }, signature))).to.equal("receipt-terms");
    const elsewhere = receiptDomain(1, domain.verifyingContract);
    expect(await codeOf(verifyReceipt(elsewhere, receipt, signature))).to.equal("receipt-signer");
    expect(await codeOf(verifyReceipt(domain, receipt, "0x1234"))).to.equal("bad-signature");
  });

  it("refuses amounts that contradict the price, whoever signed them", async () => {
    const short = receiptOf(
      recordAfter(...whole.slice(0, 2), { kind: "ended", outcome: "stopped", at: 2_000 }),
      additions,
    );
    const wrong = { ...short, paid: 1n, refunded: 1n };
    expect(await codeOf(verifyReceipt(domain, wrong, await signReceipt(operator, domain, wrong)))).to.equal(
      "receipt-amounts",
    );
  });

  it("gives no receipt of a lease that runs", () => {
    expect(() => receiptOf(recordAfter({ kind: "started", endsAt: 5_000 }), additions))
      .to.throw(MillraceError, "not ended")
      .with.property("code", "lease-not-ended");
  });
});
