import { expect } from "chai";
import { createPublicClient, http, parseAbi, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { plainTerms } from "../../../sdk/channel.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { leaseCalls, offerCalls } from "../../../sdk/lease-calls.ts";
import { readLease } from "../../../sdk/read-lease.ts";
import { type LeaseReceipt, receiptDomain, receiptOf, signReceipt, verifyReceipt } from "../../../sdk/receipt.ts";
import { relayerClient } from "../../../sdk/relayer-client.ts";
import { eventually } from "../support/http.ts";
import { contractOf, hour, newOperator, now, type OpenLease, pass, runLease } from "../support/lease-market.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { useWorld } from "../support/world.ts";

describe("receipts and admission", () => {
  const world = useWorld();

  const codeOf = async (attempt: Promise<unknown>): Promise<string | undefined> => {
    const error = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error !== undefined) expect(error).to.be.instanceOf(MillraceError);
    return (error as MillraceError | undefined)?.found;
  };
  const onChain = async ({ leaseId }: OpenLease) => {
    const { client, deployment, url } = world.chain;
    const reader = createPublicClient({ chain: client.chain, transport: http(url) });
    const record = await readLease(reader, deployment, leaseId);
    if (record === undefined) throw new Error("the lease was opened");
    return record;
  };

  it("keeps an operator's receipt of what the chain says, and serves it to be verified offline", async () => {
    const { market, chain } = world;
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const leases = contractOf(world, "Leases");
    const operator = await newOperator(world);
    const lease = await runLease(world, operator, { durationSeconds: 2 * hour });
    const additions = {
      outputDigests: [`0x${"ab".repeat(32)}` as const],
      note: "0xABC frames",
      issuedAt: await now(world),
    };
    const domain = receiptDomain(chain.deployment.chainId, leases);
    const sign = (receipt: LeaseReceipt, signer = operator.account) => signReceipt(signer, domain, receipt);

    const early = receiptOf({ ...(await onChain(lease)), state: "ended" }, additions);
    const earlySigned = { receipt: early, signature: await sign(early) };
    expect(await codeOf(client.postReceipt(earlySigned))).to.equal("lease_not_ended");

    await pass(world, hour);
    await market.send(market.buyer, leaseCalls.stop(leases, lease.terms));
    const record = await onChain(lease);
    expect(record).to.include({ state: "ended", outcome: "stopped" });
    expect(record.paid + record.refunded).to.equal(4_000_000n);
    const receipt = receiptOf(record, additions);
    const signature = await sign(receipt);
    expect(await client.postReceipt({ receipt, signature })).to.deep.equal({
      leaseId: lease.leaseId,
      isDuplicate: false,
    });
    expect(await client.postReceipt({ receipt, signature })).to.deep.equal({
      leaseId: lease.leaseId,
      isDuplicate: true,
    });

    // Whoever reads it needs nothing but the SDK and the address of Leases.
    const served = await client.leaseReceipt(lease.leaseId);
    if (!served?.signed) throw new Error("the receipt is served");
    expect(served.signed.isCurrent).to.equal(true);
    expect(served.signed.receipt).to.deep.equal(receipt);
    expect(await verifyReceipt(domain, served.signed.receipt, served.signed.signature)).to.equal(operator.address);
    const { terms, state, outcome, claim, startedAt, endsAt, endedAt, paid, refunded } = served.lease;
    expect({ terms, state, outcome, claim, startedAt, endsAt, endedAt, paid, refunded }).to.deep.equal({
      ...{ terms: record.terms, state: record.state, outcome: record.outcome, claim: record.claim },
      ...{ startedAt: record.startedAt, endsAt: record.endsAt, endedAt: record.endedAt },
      ...{ paid: record.paid, refunded: record.refunded },
    });

    const key = privateKeyToAccount(generatePrivateKey());
    const corrected = { ...receipt, note: "43 frames", issuedAt: receipt.issuedAt + 1 };
    const byKey = { receipt: corrected, signature: await sign(corrected, key) };
    expect(await codeOf(client.postReceipt(byKey))).to.equal("receipt_signature");
    await operator.send(offerCalls.setKey(contractOf(world, "Offers"), key.address, 2 ** 40 - 1));
    expect((await client.postReceipt(byKey)).isDuplicate).to.equal(false);
    expect((await client.leaseReceipt(lease.leaseId))?.signed?.signer).to.equal(key.address);

    const bad: [Partial<LeaseReceipt>, string][] = [
      [{ note: "again", issuedAt: receipt.issuedAt + 1 }, "receipt_older"],
      [{ paid: receipt.paid + 1n }, "receipt_differs"],
      [{ outcome: "completed" }, "receipt_differs"],
      [{ terms: { ...receipt.terms, units: 7 } }, "receipt_terms"],
      [{ leaseId: zeroHash }, "receipt_terms"],
      [{ issuedAt: 2 ** 40 - 1 }, "receipt_ahead"],
    ];
    for (const [change, code] of bad) {
      const wrong = { ...receipt, ...change };
      expect(await codeOf(client.postReceipt({ receipt: wrong, signature: await sign(wrong) })), code).to.equal(code);
    }
    expect(await client.leaseReceipt(zeroHash)).to.equal(undefined);
  });

  it("says that a receipt is not current any more when the chain was reorganised since", async () => {
    const { market, chain } = world;
    const relayer = await world.relayer({ MILLRACE_CONFIRMATIONS: "8" });
    const client = relayerClient(relayer.url);
    const leases = contractOf(world, "Leases");
    const operator = await newOperator(world);
    const lease = await runLease(world, operator);
    const fork = await chain.client.snapshot();
    await pass(world, hour);
    await market.send(market.buyer, leaseCalls.stop(leases, lease.terms));
    const receipt = receiptOf(await onChain(lease), { outputDigests: [], note: "", issuedAt: await now(world) });
    const domain = receiptDomain(chain.deployment.chainId, leases);
    await client.postReceipt({ receipt, signature: await signReceipt(operator.account, domain, receipt) });

    await chain.client.revert({ id: fork });
    await pass(world, 2 * hour);
    await chain.client.mine({ blocks: 2 });
    const known = await eventually("lease that runs again", async () => {
      const found = await client.leaseReceipt(lease.leaseId);
      return found?.lease.state === "running" ? found : undefined;
    });
    expect(known.signed?.isCurrent).to.equal(false);
    await market.send(market.buyer, leaseCalls.stop(leases, lease.terms));
    await eventually("lease that ended otherwise", async () => {
      const found = await client.leaseReceipt(lease.leaseId);
      return found?.lease.state === "ended" && found.signed?.isCurrent === false ? true : undefined;
    });
  });

  it("tells whether a buyer is good for an amount, from its own copy alone, as of its block", async () => {
    const { market, chain } = world;
    const proxy = await startRpcProxy(chain.url);
    const relayer = await world.relayer({ MILLRACE_RPC_URL: proxy.url });
    const client = relayerClient(relayer.url);
    const { account: buyer } = await market.funded();
    const question = { buyer: buyer.address, token: market.token, amount: 1_000n };
    expect(await client.admission(question)).to.include({
      isGood: false,
      reason: "free_balance_too_low",
      freeBalance: 0n,
    });

    const abi = parseAbi([
      "function mint(address to, uint256 amount)",
      "function approve(address spender, uint256 amount) returns (bool)",
    ]);
    const write = { account: buyer, chain: chain.client.chain, abi, address: market.token } as const;
    await chain.client.writeContract({ ...write, functionName: "mint", args: [buyer.address, 10_000n] });
    await chain.client.writeContract({ ...write, functionName: "approve", args: [market.escrow, 10_000n] });
    await market.send(buyer, escrowCalls.deposit(market.escrow, market.token, 10_000n));
    const operator = market.newOperator().address;
    const parties = { payer: buyer.address, operator, token: market.token, signer: buyer.address };
    const terms = plainTerms({ ...parties, nonce: 1n });
    await market.send(buyer, escrowCalls.open(market.escrow, terms, 3_000n));
    await market.send(buyer, escrowCalls.topUp(market.escrow, terms, 500n));
    const opened = await eventually("open channel", async () => {
      const found = await client.admission(question);
      return found.channelDeposits === 3_500n ? found : undefined;
    });
    expect(opened).to.include({ isGood: true, reason: "enough", freeBalance: 6_500n, openChannels: 1, openLeases: 0 });
    expect((await client.admission({ ...question, amount: 6_501n })).isGood).to.equal(false);
    expect(opened.asOf.number).to.be.at.most(Number(await chain.client.getBlockNumber()));

    await market.send(buyer, escrowCalls.requestClose(market.escrow, terms));
    await pass(world, 86_400);
    await market.send(buyer, escrowCalls.close(market.escrow, terms));
    await market.send(buyer, escrowCalls.withdraw(market.escrow, market.token, 9_000n, buyer.address));
    const closed = await eventually("closed channel", async () => {
      const found = await client.admission(question);
      return found.openChannels === 0 ? found : undefined;
    });
    expect(closed).to.include({ isGood: true, channelDeposits: 0n });
    await eventually("withdrawal", async () =>
      (await client.admission(question)).freeBalance === 1_000n ? true : undefined,
    );

    proxy.rule = () => ({ kind: "drop" });
    expect((await client.admission(question)).freeBalance).to.equal(1_000n);
    proxy.rule = () => undefined;

    expect(await codeOf(client.admission({ ...question, token: market.escrow }))).to.equal("unknown_token");
    const open = await runLease(world, await newOperator(world));
    const ofLease = { buyer: market.buyer.address, token: market.token, amount: 1n };
    await eventually("open lease", async () => ((await client.admission(ofLease)).openLeases >= 1 ? true : undefined));
    await eventually("running lease", async () =>
      (await client.lease(open.leaseId))?.state === "running" ? true : undefined,
    );
    await proxy.stop();
  });
});
