import { Agent } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { problemSchema } from "../../../relayer/http/schemas.ts";
import { fire, nastyJson, nastyText, type Shot } from "../support/fire.ts";
import { get, post } from "../support/http.ts";
import type { TestChannel } from "../support/market.ts";
import { useWorld } from "../support/world.ts";

const requests = Number(process.env.RELAYER_FUZZ_REQUESTS ?? 10_000);
const seed = Number(process.env.RELAYER_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A good voucher with some of its fields spoilt, or fields added. */
function spoilt(good: Record<string, unknown>) {
  const fields = fc.constantFrom(
    ...Object.keys(good),
    "signer",
    "payer",
    "controller",
    "nonce",
    "chainId",
    "escrow",
    "x",
  );
  const value = fc.oneof(
    nastyText,
    fc.jsonValue({ maxDepth: 2 }),
    fc.bigInt({ min: -5n, max: 2n ** 200n }).map(String),
    fc.constant(undefined),
  );
  return fc
    .array(fc.tuple(fields, value), { maxLength: 3 })
    .map((changes) => ({ ...good, ...Object.fromEntries(changes) }));
}

function shots(good: Record<string, unknown>): fc.Arbitrary<Shot> {
  const number = fc.bigInt({ min: 0n, max: 2n ** 98n }).map(String);
  const token = fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }).map((n) => `0x${n.toString(16).padStart(40, "0")}`);
  const otherValues = fc.record({ salt: number, cumulative: number, token }, { requiredKeys: [] });
  const voucher = fc.oneof(
    spoilt(good),
    otherValues.map((part) => ({ ...good, ...part })),
  );
  const body = fc.oneof(
    { weight: 4, arbitrary: voucher.map((each) => JSON.stringify(each)) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.oneof(voucher, fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 })
        .map((vouchers) => JSON.stringify({ vouchers })),
    },
    { weight: 2, arbitrary: nastyJson },
  );
  const paths = ["/v1/channels/", "/v1/vouchers/", "/v1/batches/", "/v1/operators/", "/v1/problems/", "/v1/", "/"];
  const lookup = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof(nastyText, fc.constant(`0x${"ab".repeat(32)}`), fc.constant(`0x${"ab".repeat(32)}-5`)),
  );
  const headers = fc.constantFrom<Record<string, string>>(
    { "content-type": "application/json" },
    { "content-type": "application/json", "idempotency-key": "aaaaaaaaaaaaaaaa" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "text/plain" },
    { "content-type": "application/json", "transfer-encoding": "chunked" },
    {},
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ method: fc.constant("POST"), path: fc.constant("/v1/vouchers"), headers, body }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"),
        path: lookup.map(([path, rest]) => path + encodeURIComponent(rest)),
        headers,
        body: fc.constant(""),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constantFrom("GET", "POST"),
        path: fc.constantFrom("/v1/admin/flush", "/v1/health", "/v1/vouchers", "/v1/openapi.json"),
        headers,
        body,
      }),
    },
  );
}

describe(`the interface under fire (seed ${seed})`, () => {
  const world = useWorld();

  it(`answers ${requests} malformed requests with typed problems, and an honest client all the while`, async () => {
    const relayer = await world.relayer();
    const channel = await world.market.open(world.market.newOperator().address, 1_000_000n);
    const good = await channel.sign(1n);
    const sampled = fc.sample(shots(good), { numRuns: requests, seed });
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const seen = new Map<string, number>();
    let next = 0;
    let answered = 0;
    let done = false;
    const shooter = async () => {
      for (let shot = sampled[next++]; shot !== undefined; shot = sampled[next++]) {
        const { status, type, body } = await fire(relayer.url, agent, shot);
        answered += 1;
        const story = `${JSON.stringify(shot).slice(0, 300)} -> ${status} ${body.slice(0, 300)}`;
        expect(status, story).to.be.below(500);
        if (status >= 400 && shot.method !== "HEAD") {
          expect(type, story).to.contain("application/problem+json");
          const { code } = problemSchema.parse(JSON.parse(body));
          seen.set(code, (seen.get(code) ?? 0) + 1);
        } else seen.set("accepted", (seen.get("accepted") ?? 0) + 1);
      }
    };
    const honest = honestClient(relayer.url, channel, { answered: () => answered, isOver: () => done });
    await Promise.all(Array.from({ length: 32 }, shooter));
    done = true;
    const { sent, mostOvertaken } = await honest;
    agent.destroy();
    expect(sent).to.be.greaterThan(10);
    expect(mostOvertaken).to.be.below(1_000);
    // The fire reached behind the parser, not only in front of it.
    for (const code of [
      "accepted",
      "malformed_voucher",
      "unknown_channel",
      "invalid_json",
      "not_found",
      "unknown_token",
    ]) {
      expect([...seen.keys()]).to.include(code);
    }
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(200);
  });
});

/**
 * Send rising vouchers until the fire is over; each must be taken.
 * @returns how many were sent, and how many shots were answered at most while one of them waited, which tells on a machine
 * of any speed whether it had its turn
 */
async function honestClient(
  url: string,
  channel: TestChannel,
  fire: { readonly answered: () => number; readonly isOver: () => boolean },
) {
  let sent = 0;
  let mostOvertaken = 0;
  for (let cumulative = 100n; !fire.isOver(); cumulative += 1n) {
    const voucher = await channel.sign(cumulative);
    const before = fire.answered();
    const answer = await post(`${url}/v1/vouchers`, voucher);
    mostOvertaken = Math.max(mostOvertaken, fire.answered() - before);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    sent += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { sent, mostOvertaken };
}
