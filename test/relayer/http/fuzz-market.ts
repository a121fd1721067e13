import { Agent } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { problemSchema } from "../../../relayer/http/schemas.ts";
import { type LeaseReceipt, receiptDomain, receiptOf, signReceipt } from "../../../sdk/receipt.ts";
import { relayerClient } from "../../../sdk/relayer-client.ts";
import { toJson } from "../../../sdk/wire.ts";
import { fire, nastyJson, nastyText, type Shot } from "../support/fire.ts";
import { eventually, get } from "../support/http.ts";
import { contractOf, newOperator, now, runLease } from "../support/lease-market.ts";
import { useWorld } from "../support/world.ts";

const requests = Number(process.env.RELAYER_FUZZ_REQUESTS ?? 3_000);
const seed = Number(process.env.RELAYER_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

type Json = Record<string, unknown>;

/** A good object with some of its fields spoilt, here or one level down, or fields added. */
function spoilt(good: Json): fc.Arbitrary<Json> {
  const value = fc.oneof(
    nastyText,
    fc.jsonValue({ maxDepth: 2 }),
    fc.bigInt({ min: -5n, max: 2n ** 260n }).map(String),
    fc.integer(),
    fc.constant(undefined),
  );
  const fields = (of: Json) => fc.constantFrom(...Object.keys(of), "x", "__proto__");
  const own = fc.tuple(fields(good), value).map(([name, given]) => ({ ...good, [name]: given }));
  const inner = Object.entries(good).flatMap(([name, part]) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? [spoilt(part as Json).map((changed) => ({ ...good, [name]: changed }))]
      : [],
  );
  return fc.oneof(own, ...inner, ...inner, ...inner);
}

function shots(offer: Json, receipt: Json): fc.Arbitrary<Shot> {
  const headers = fc.constantFrom<Record<string, string>>(
    { "content-type": "application/json" },
    { "content-type": "application/json", "idempotency-key": "bbbbbbbbbbbbbbbb" },
    { "content-type": "text/plain" },
  );
  const body = (good: Json) =>
    fc.oneof({ weight: 8, arbitrary: spoilt(good).map((each) => JSON.stringify(each)) }, nastyJson);
  const post = (path: string, good: Json) =>
    fc.record({ method: fc.constant("POST"), path: fc.constant(path), headers, body: body(good) });
  const names = [
    "classId",
    "token",
    "maxPricePerUnitHour",
    "minTier",
    "kind",
    "metering",
    "operator",
    "buyer",
    "units",
  ];
  const name = fc.constantFrom(...names, "limit", "cursor", "amount", "x");
  const value = fc.oneof(
    nastyText,
    fc.nat().map(String),
    fc.constantFrom("spot", "byTime", "100", `0x${"ab".repeat(20)}`, `5-0x${"ab".repeat(32)}`),
  );
  const query = fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((pairs) => pairs.map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join("&"));
  const search = fc.record({
    method: fc.constant("GET"),
    path: fc.tuple(fc.constantFrom("/v1/offers", "/v1/admission"), query).map(([path, text]) => `${path}?${text}`),
    headers,
    body: fc.constant(""),
  });
  const lookUp = fc.record({
    method: fc.constantFrom("GET", "PUT", "DELETE"),
    path: fc
      .tuple(fc.oneof(nastyText, fc.constant(`0x${"ab".repeat(32)}`)), fc.constantFrom("", "/receipt", "/x"))
      .map(([id, rest]) => `/v1/leases/${encodeURIComponent(id)}${rest}`),
    headers,
    body: fc.constant(""),
  });
  return fc.oneof(
    { weight: 4, arbitrary: post("/v1/offers", offer) },
    { weight: 4, arbitrary: post("/v1/receipts", receipt) },
    { weight: 3, arbitrary: search },
    { weight: 1, arbitrary: lookUp },
  );
}

describe(`offers, admission and receipts under fire (seed ${seed})`, () => {
  const world = useWorld();

  it(`answers ${requests} malformed requests with typed problems, and keeps nothing of them`, async () => {
    const relayer = await world.relayer();
    const client = relayerClient(relayer.url);
    const operator = await newOperator(world);
    const signed = await operator.signed();
    const { id } = await client.postOffer(signed);
    const lease = await runLease(world, operator);
    const known = await eventually("lease that the relayer knows", () => client.lease(lease.leaseId));
    const ended = { ...known, state: "ended", endedAt: await now(world) } as const;
    const receipt: LeaseReceipt = receiptOf(ended, { outputDigests: [], note: "", issuedAt: await now(world) });
    const domain = receiptDomain(world.chain.deployment.chainId, contractOf(world, "Leases"));
    const good = { receipt, signature: await signReceipt(operator.account, domain, receipt) };

    const sampled = fc.sample(shots(toJson(signed) as Json, toJson(good) as Json), { numRuns: requests, seed });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const seen = new Set<string>();
    let next = 0;
    const shooter = async () => {
      for (let shot = sampled[next++]; shot !== undefined; shot = sampled[next++]) {
        const { status, type, body } = await fire(relayer.url, agent, shot);
        const story = `${JSON.stringify(shot).slice(0, 300)} -> ${status} ${body.slice(0, 300)}`;
        expect(status, story).to.be.below(500);
        if (status < 400) continue;
        expect(type, story).to.contain("application/problem+json");
        seen.add(problemSchema.parse(JSON.parse(body)).code);
      }
    };
    await Promise.all(Array.from({ length: 16 }, shooter));
    agent.destroy();
    // The fire reached behind the parser, not only in front of it.
    for (const code of [
      "malformed_offer",
      "malformed_receipt",
      "malformed_request",
      "offer_signature",
      "receipt_terms",
    ]) {
      expect([...seen]).to.include(code);
    }
    const { offers } = await client.offers({ operator: operator.address });
    expect(offers.map((each) => each.id)).to.deep.equal([id]);
    expect((await client.leaseReceipt(lease.leaseId))?.signed).to.equal(null);
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(200);
  });
});
