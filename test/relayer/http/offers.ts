import { expect } from "chai";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { MillraceError } from "../../../sdk/error.ts";
import { leaseCalls, offerCalls } from "../../../sdk/lease-calls.ts";
import { offerDigest, offersDomain } from "../../../sdk/offer.ts";
import type { OfferFilter } from "../../../sdk/offer-book.ts";
import { relayerClient } from "../../../sdk/relayer-client.ts";
import { nodeCalls } from "../../../sdk/stake-calls.ts";
import { eventually } from "../support/http.ts";
import { classId, contractOf, newOperator, now, openLease, pass } from "../support/lease-market.ts";
import { useWorld } from "../support/world.ts";

describe("the book of offers", () => {
  const world = useWorld();

  /** The ids of the offers that a relayer shows. */
  const shown = async (url: string, filter: OfferFilter): Promise<Hex[]> =>
    (await relayerClient(url).offers(filter)).offers.map(({ id }) => id);
  const eventuallyShown = (url: string, filter: OfferFilter, ids: readonly Hex[]) =>
    eventually(`book with ${ids.length} offers`, async () => {
      const found = await shown(url, filter);
      return JSON.stringify(found) === JSON.stringify(ids) ? true : undefined;
    });
  /** The code of the problem that was answered; undefined if there was none. */
  const refusal = async (attempt: Promise<unknown>): Promise<string | undefined> => {
    const error = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error !== undefined) expect(error).to.be.instanceOf(MillraceError);
    return (error as MillraceError | undefined)?.found;
  };

  it("shows an offer from its posting to its expiry, with class, tier and free units, and takes it twice", async () => {
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const signed = await operator.signed({ expiresAt: (await now(world)) + 1_000 });
    const { id, isDuplicate } = await client.postOffer(signed);
    const domain = offersDomain(world.chain.deployment.chainId, contractOf(world, "Offers"));
    expect(id).to.equal(offerDigest(domain, signed.offer));
    expect(isDuplicate).to.equal(false);
    expect(await client.postOffer(signed)).to.deep.equal({ id, isDuplicate: true });

    const { offers, next } = await client.offers({ operator: operator.address });
    expect(offers).to.deep.equal([{ id, ...signed, classId, tier: 0, freeUnits: 4_000 }]);
    expect(next).to.equal(null);
    await pass(world, 1_001);
    await eventuallyShown(relayer.url, { operator: operator.address }, []);
    expect(await refusal(client.postOffer(signed))).to.equal("offer_expired");
  });

  it("finds offers by each filter, the cheapest first, page by page", async () => {
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const by = { operator: operator.address };
    const buyer = privateKeyToAccount(generatePrivateKey()).address;
    const post = async (changes: Parameters<typeof operator.signed>[0]) =>
      (await client.postOffer(await operator.signed(changes))).id;
    const spot = await post({ pricePerUnitHour: 900n, kind: 1, noticeSeconds: 60 });
    const byVoucher = await post({ pricePerUnitHour: 1_000n, metering: 1, graceSeconds: 60 });
    const reserved = await post({ pricePerUnitHour: 1_100n, kind: 2, earlyExitBps: 500 });
    const hers = await post({ pricePerUnitHour: 800n, buyer });

    expect(await shown(relayer.url, by)).to.deep.equal([spot, byVoucher, reserved]);
    expect(await shown(relayer.url, { ...by, kind: "spot" })).to.deep.equal([spot]);
    expect(await shown(relayer.url, { ...by, kind: "reserved" })).to.deep.equal([reserved]);
    expect(await shown(relayer.url, { ...by, metering: "byVoucher" })).to.deep.equal([byVoucher]);
    expect(await shown(relayer.url, { ...by, maxPricePerUnitHour: 1_000n })).to.deep.equal([spot, byVoucher]);
    expect(await shown(relayer.url, { ...by, buyer })).to.deep.equal([hers, spot, byVoucher, reserved]);
    expect(await shown(relayer.url, { ...by, classId })).to.deep.equal([spot, byVoucher, reserved]);
    expect(await shown(relayer.url, { ...by, classId: classId + 1 })).to.deep.equal([]);
    expect(await shown(relayer.url, { ...by, token: world.market.token })).to.have.length(3);
    expect(await shown(relayer.url, { ...by, token: world.market.escrow })).to.deep.equal([]);
    expect(await shown(relayer.url, { ...by, units: 4_000 })).to.have.length(3);
    expect(await shown(relayer.url, { ...by, units: 4_001 })).to.deep.equal([]);
    expect(await shown(relayer.url, { ...by, minTier: 1 })).to.deep.equal([]);

    const pages: Hex[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await client.offers({ ...by, limit: 1, ...(cursor ? { cursor } : {}) });
      expect(page.offers).to.have.length(1);
      pages.push(...page.offers.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(pages).to.deep.equal([spot, byVoucher, reserved]);
  });

  it("never shows an offer that was withdrawn, by its salt or by the counter, and shows it again only if that is reorganised away", async () => {
    const relayer = await world.relayer({ MILLRACE_CONFIRMATIONS: "3" });
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const by = { operator: operator.address };
    const offers = contractOf(world, "Offers");
    const first = await operator.signed({ pricePerUnitHour: 1n });
    const second = await operator.signed({ pricePerUnitHour: 2n });
    const ids = [(await client.postOffer(first)).id, (await client.postOffer(second)).id];
    expect(await shown(relayer.url, by)).to.deep.equal(ids);

    await operator.send(offerCalls.cancel(offers, first.offer.salt));
    await eventuallyShown(relayer.url, by, ids.slice(1));
    expect(await refusal(client.postOffer(first))).to.equal("offer_withdrawn");

    const fork = await world.chain.client.snapshot();
    await operator.send(offerCalls.cancelAll(offers));
    await eventuallyShown(relayer.url, by, []);
    expect(await refusal(client.postOffer(second))).to.equal("offer_counter");
    const renewed = await operator.signed({ counter: 1n });
    const again = (await client.postOffer(renewed)).id;
    expect(await shown(relayer.url, by)).to.deep.equal([again]);

    await world.chain.client.revert({ id: fork });
    await world.chain.client.mine({ blocks: 3 });
    await eventuallyShown(relayer.url, by, ids.slice(1));
    await operator.send(offerCalls.cancelAll(offers));
    await eventuallyShown(relayer.url, by, [again]);
  });

  it("shows an offer only while its node is there with free units, it has uses left, and its key counts", async () => {
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world, { units: 500, attestedSeconds: 20_000 });
    const by = { operator: operator.address };
    const [nodes, offers, leases] = ["Nodes", "Offers", "Leases"].map((name) => contractOf(world, name)) as [
      Hex,
      Hex,
      Hex,
    ];
    const once = await operator.signed({ pricePerUnitHour: 1n, uses: 1 });
    const key = privateKeyToAccount(generatePrivateKey());
    const byKey = await operator.signed({ pricePerUnitHour: 2n }, key);
    expect(await refusal(client.postOffer(byKey))).to.equal("offer_signature");
    await operator.send(offerCalls.setKey(offers, key.address, (await now(world)) + 10_000));
    const ids = [(await client.postOffer(once)).id, (await client.postOffer(byKey)).id];
    expect(await shown(relayer.url, by)).to.deep.equal(ids);

    const lease = await openLease(world, operator, { offer: once.offer, units: 500 });
    await eventuallyShown(relayer.url, by, []);
    await world.market.send(world.market.buyer, leaseCalls.cancel(leases, lease.terms));
    await eventuallyShown(relayer.url, by, ids.slice(1));
    expect(await refusal(client.postOffer(once))).to.equal("offer_used_up");

    await pass(world, 10_001);
    await eventuallyShown(relayer.url, by, []);
    await operator.send(offerCalls.setKey(offers, key.address, 2 ** 40 - 1));
    await eventuallyShown(relayer.url, by, ids.slice(1));
    await pass(world, 10_000);
    await eventuallyShown(relayer.url, by, []);
    await operator.send(nodeCalls.retire(nodes, operator.nodeId));
    await eventually("node that is known to be retired", async () =>
      (await refusal(client.postOffer(await operator.signed()))) === "node_retired" ? true : undefined,
    );
  });

  it("keeps at most so many offers of one operator; withdrawing makes room", async () => {
    const relayer = await world.relayer({ MILLRACE_OFFERS_PER_OPERATOR: "2" });
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const kept = await operator.signed();
    await client.postOffer(kept);
    const { id: other } = await client.postOffer(await operator.signed());
    expect(await refusal(client.postOffer(await operator.signed()))).to.equal("too_many_offers");
    expect((await client.postOffer(kept)).isDuplicate).to.equal(true);
    await operator.send(offerCalls.cancel(contractOf(world, "Offers"), kept.offer.salt));
    await eventuallyShown(relayer.url, { operator: operator.address }, [other]);
    const { id: more } = await client.postOffer(await operator.signed());
    expect(await shown(relayer.url, { operator: operator.address })).to.have.members([other, more]);
  });

  it("refuses, with the reason, what nobody could take", async () => {
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const other = await newOperator(world);
    const bad: [Parameters<typeof operator.signed>[0], string][] = [
      [{ nodeId: 999_999n }, "unknown_node"],
      [{ nodeId: other.nodeId }, "node_of_another"],
      [{ bondPerUnit: 1n }, "bond_too_small"],
      [{ counter: 1n }, "offer_counter"],
      [{ promisedUptimeBps: 10_001 }, "offer_invalid"],
      [{ noticeSeconds: 1 }, "offer_invalid"],
      [{ graceSeconds: 1 }, "offer_invalid"],
      [{ earlyExitBps: 1 }, "offer_invalid"],
      [{ kind: 2, metering: 1 }, "offer_invalid"],
      [{ maxSeconds: 5, minSeconds: 6 }, "offer_invalid"],
      [{ maxSeconds: 366 * 86_400 + 1 }, "offer_invalid"],
      [{ startWindowSeconds: 30 * 86_400 + 1 }, "offer_invalid"],
      [{ token: world.market.escrow }, "unknown_token"],
      [{ expiresAt: 1 }, "offer_expired"],
    ];
    for (const [changes, code] of bad) {
      expect(await refusal(client.postOffer(await operator.signed(changes))), code).to.equal(code);
    }
    const { offer } = await operator.signed();
    const { signature } = await operator.signed();
    expect(await refusal(client.postOffer({ offer, signature }))).to.equal("offer_signature");
    expect(await refusal(client.postOffer({ offer, signature: "0x12" }))).to.equal("signature_length");
    expect(await refusal(client.offers({ limit: 101 }))).to.equal("malformed_request");
    expect(await refusal(client.offers({ cursor: "1" }))).to.equal("malformed_request");
  });
});
