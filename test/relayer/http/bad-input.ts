import { connect } from "node:net";
import { expect } from "chai";
import { problems } from "../../../relayer/http/problem-catalogue.ts";
import { bulkAnswerSchema, problemSchema } from "../../../relayer/http/schemas.ts";
import { escrowDomain } from "../../../sdk/domain.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { type Answer, eventually, get, post } from "../support/http.ts";
import type { TestChannel, WireVoucher } from "../support/market.ts";
import { useWorld } from "../support/world.ts";

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const stranger = `0x${"12".repeat(20)}` as const;

describe("bad input over HTTP", () => {
  const world = useWorld();
  let url: string;
  let channel: TestChannel;

  beforeEach(async () => {
    await start();
  });

  /** A relayer with a channel whose highest voucher is of 10. */
  async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const relayer = await world.relayer(settings);
    url = `${relayer.url}/v1/vouchers`;
    channel = await world.market.open(world.market.newOperator().address, 1_000n);
    expect((await post(url, await channel.sign(10n))).status).to.equal(200);
  }

  /** The answer is the documented one, and a problem document in full. */
  function expectProblem(answer: Answer, code: keyof typeof problems) {
    expect(answer.body.code, JSON.stringify(answer.body)).to.equal(code);
    expect(answer.status).to.equal(problems[code].status);
    expect(answer.type).to.match(/^application\/problem\+json/);
    const parsed = problemSchema.parse(answer.body);
    expect(parsed.status).to.equal(answer.status);
    expect(parsed.side).to.equal(problems[code].side);
    return parsed;
  }

  const change = (part: Partial<WireVoucher>) => async () => ({ ...(await channel.sign(20n)), ...part });

  async function highS(): Promise<WireVoucher> {
    const voucher = await channel.sign(20n);
    const s = order - BigInt(`0x${voucher.signature.slice(66, 130)}`);
    const v = voucher.signature.endsWith("1b") ? "1c" : "1b";
    return { ...voucher, signature: voucher.signature.slice(0, 66) + s.toString(16).padStart(64, "0") + v };
  }

  const wrongChain = () => channel.sign(20n, escrowDomain(1, world.market.escrow));
  const wrongContract = () => channel.sign(20n, escrowDomain(31_337, stranger));

  const table: Record<string, { voucher: () => Promise<unknown>; code: keyof typeof problems }> = {
    "signed for another chain": { voucher: wrongChain, code: "unknown_channel" },
    "signed for another chain, which it says": {
      voucher: async () => ({ ...(await wrongChain()), chainId: 1 }),
      code: "wrong_chain",
    },
    "signed for another chain, by a signer that it names": {
      voucher: async () => ({ ...(await wrongChain()), signer: channel.signer.address }),
      code: "wrong_signer",
    },
    "signed for another contract": { voucher: wrongContract, code: "unknown_channel" },
    "signed for another contract, which it says": {
      voucher: async () => ({ ...(await wrongContract()), escrow: stranger }),
      code: "wrong_contract",
    },
    "with an s in the upper half": { voucher: highS, code: "signature_high_s" },
    "with a signature of 66 bytes": {
      voucher: async () => ({ ...(await channel.sign(20n)), signature: `0x${"11".repeat(66)}` }),
      code: "signature_length",
    },
    "with an empty signature": { voucher: change({ signature: "0x" }), code: "signature_length" },
    "whose signature recovers nobody": {
      voucher: change({ signature: `0x${"00".repeat(64)}1b` }),
      code: "signature_invalid",
    },
    "with an impossible v": {
      voucher: async () => {
        const voucher = await channel.sign(20n);
        return { ...voucher, signature: `${voucher.signature.slice(0, 130)}05` };
      },
      code: "signature_invalid",
    },
    "with a lower amount": { voucher: () => channel.sign(9n), code: "lower_cumulative" },
    "above the deposit": { voucher: () => channel.sign(1_001n), code: "over_deposit" },
    "in an unknown token": { voucher: change({ token: stranger }), code: "unknown_token" },
    "of a channel that was never opened": { voucher: change({ salt: "1" }), code: "unknown_channel" },
    "whose salt is not that of the payer it names": {
      voucher: change({ payer: stranger, nonce: "1" }),
      code: "salt_mismatch",
    },
    "with an amount of zero": { voucher: change({ cumulative: "0" }), code: "malformed_voucher" },
    "with a negative amount": { voucher: change({ cumulative: "-1" }), code: "malformed_voucher" },
    "with an amount above 96 bits": {
      voucher: change({ cumulative: (2n ** 96n).toString() }),
      code: "malformed_voucher",
    },
    "with an amount that is a number": { voucher: change({ cumulative: 20 as never }), code: "malformed_voucher" },
    "with an amount of a million digits": {
      voucher: change({ cumulative: "9".repeat(1_000_000) }),
      code: "malformed_voucher",
    },
    "with an address too short": { voucher: change({ operator: "0x12" }), code: "malformed_voucher" },
    "with a field too many": { voucher: change({ gift: 1 }), code: "malformed_voucher" },
    "that is an empty object": { voucher: async () => ({}), code: "malformed_voucher" },
    "that is an array": { voucher: async () => [], code: "malformed_voucher" },
    "that is null": { voucher: async () => null, code: "malformed_voucher" },
    "in an empty list": { voucher: async () => ({ vouchers: [] }), code: "malformed_request" },
  };
  for (const [name, { voucher, code }] of Object.entries(table)) {
    it(`answers a voucher ${name} with ${code}`, async () => {
      expectProblem(await post(url, await voucher()), code);
      const { body } = await get(`${url.replace("vouchers", "channels")}/${channel.id}`);
      expect((body.highest as { cumulative: string }).cumulative).to.equal("10");
    });
  }

  it("answers a voucher of a closed channel with channel_closed", async () => {
    const { market, chain } = world;
    const operator = market.newOperator();
    await chain.client.setBalance({ address: operator.address, value: 10n ** 18n });
    const closing = await market.open(operator.address, 1_000_000n);
    expect((await post(url, await closing.sign(1n))).status).to.equal(200);
    await market.send(operator, escrowCalls.close(market.escrow, closing.terms));
    let amount = 1n;
    const answer = await eventually("refusal", async () => {
      amount += 1n;
      const given = await post(url, await closing.sign(amount));
      return given.status === 200 ? undefined : given;
    });
    expectProblem(answer, "channel_closed");
  });

  it("corrects a client with what it needs to go on", async () => {
    const lower = expectProblem(await post(url, await channel.sign(9n)), "lower_cumulative");
    expect(lower.highest).to.deep.equal({ cumulative: "10", signature: (await channel.sign(10n)).signature });
    const over = expectProblem(await post(url, await channel.sign(1_001n)), "over_deposit");
    expect(over.deposited).to.equal("1000");
    const unknown = expectProblem(await post(url, await wrongChain()), "unknown_channel");
    expect(unknown.signer).to.match(/^0x[0-9a-f]{40}$/);
    expect(unknown.signer).not.to.equal(channel.signer.address.toLowerCase());
  });

  it("answers what is not JSON, not declared as JSON, or not for this path", async () => {
    expectProblem(await post(url, "{"), "invalid_json");
    expectProblem(await post(url, ""), "invalid_json");
    expectProblem(await post(url, '{"__proto__": 1}'), "invalid_json");
    expectProblem(
      await post(url, "a=1", { "content-type": "application/x-www-form-urlencoded" }),
      "unsupported_media_type",
    );
    expectProblem(await get(url), "method_not_allowed");
    expectProblem(await get(url.replace("vouchers", "nothing")), "not_found");
    expectProblem(await post(`${url}/${channel.id}-1`, {}), "method_not_allowed");
    expectProblem(await get(`${url}/12`), "malformed_request");
    expectProblem(await get(`${url}/%00`), "malformed_request");
    expectProblem(await post(url.replace("vouchers", "admin/flush"), {}), "unauthorized");
  });

  it("takes 997 of a thousand vouchers of which three are bad, and says which and why", async () => {
    const channels = await world.market.openMany(world.market.newOperator().address, 1_000n, 1_000);
    const vouchers = await Promise.all(channels.map((each) => each.sign(7n)));
    vouchers[3] = { ...(vouchers[3] as WireVoucher), signature: "0x1234" };
    vouchers[500] = await (channels[500] as TestChannel).sign(1_001n);
    vouchers[999] = { nonsense: true } as never;
    const answer = await post(url, { vouchers });
    expect(answer.status).to.equal(207);
    const { accepted, refused, results } = bulkAnswerSchema.parse(answer.body);
    expect({ accepted, refused }).to.deep.equal({ accepted: 997, refused: 3 });
    const bad = results.flatMap((result, index) => (result.status === "refused" ? [[index, result.problem.code]] : []));
    expect(bad).to.deep.equal([
      [3, "signature_length"],
      [500, "over_deposit"],
      [999, "malformed_voucher"],
    ]);
  });

  it("refuses a thousand and one vouchers, and a body of ten megabytes, at once", async () => {
    const voucher = await channel.sign(11n);
    const vouchers = Array.from({ length: 1_001 }, () => voucher);
    expectProblem(await post(url, { vouchers }), "too_many_vouchers");
    expectProblem(await post(url, JSON.stringify({ vouchers: "x".repeat(10_000_000) })), "body_too_large");
    expectProblem(await post(url, JSON.stringify({ vouchers: [] }).padEnd(2_000_000)), "body_too_large");
  });

  it("answers the same idempotency key with the first answer, and with another body not at all", async () => {
    const headers = { "idempotency-key": "0123456789abcdef" };
    const voucher = await channel.sign(30n);
    const first = await post(url, voucher, headers);
    expect(first.body.status).to.equal("stored");
    await post(url, await channel.sign(31n));
    const again = await post(url, voucher, headers);
    expect(again).to.deep.equal(first);
    expectProblem(await post(url, await channel.sign(32n), headers), "idempotency_key_reused");
    expectProblem(await post(url, voucher, { "idempotency-key": "short" }), "malformed_request");
    const refusedHeaders = { "idempotency-key": "fedcba9876543210" };
    const refused = await post(url, await channel.sign(1n), refusedHeaders);
    expectProblem(refused, "lower_cumulative");
    expect(await post(url, await channel.sign(1n), refusedHeaders)).to.deep.equal(refused);
  });

  it("answers one of many simultaneous requests with one key, and asks the others to wait or repeats the answer", async () => {
    const headers = { "idempotency-key": "abcdefghijklmnop" };
    const voucher = await channel.sign(40n);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, voucher, headers)));
    expect(answers.filter(({ status }) => status === 200).length).to.be.greaterThan(0);
    for (const answer of answers) {
      if (answer.status === 200) expect(answer.body.status).to.equal("stored");
      else expectProblem(answer, "idempotency_key_in_use");
    }
  });

  it("cuts off clients that send a byte a second, and an honest one beside them notices nothing", async () => {
    const timeoutMs = 8_000;
    await start({ MILLRACE_REQUEST_TIMEOUT_MS: String(timeoutMs) });
    const { hostname, port } = new URL(url);
    const heads = [
      "POST /v1/vouchers HTTP/1.1\r\nHost: x\r\n",
      "POST /v1/vouchers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
    ];
    let cutOff = 0;
    const slow = Array.from({ length: 60 }, (_, index) => {
      const socket = connect(Number(port), hostname);
      let received = "";
      socket.on("data", (chunk) => {
        received += chunk;
      });
      socket.on("error", () => undefined);
      socket.write(heads[index % 2] ?? "");
      const drip = setInterval(() => socket.writable && socket.write("a"), 1_000);
      return new Promise<{ received: string; ms: number }>((resolve) => {
        const start = Date.now();
        socket.once("close", () => {
          clearInterval(drip);
          cutOff += 1;
          resolve({ received, ms: Date.now() - start });
        });
      });
    });
    // Behind a slow one it would have to wait until that is cut off.
    let answeredBefore = 0;
    for (let amount = 50n; cutOff === 0 && amount <= 1_000n; amount += 1n) {
      expect((await post(url, await channel.sign(amount))).status).to.equal(200);
      if (cutOff === 0) answeredBefore += 1;
    }
    expect(answeredBefore).to.be.greaterThan(0);
    for (const { received, ms } of await Promise.all(slow)) {
      // At a byte a second the bodies alone would take minutes.
      expect(ms).to.be.within(0.8 * timeoutMs, 120_000);
      expect(received).to.match(/^HTTP\/1\.1 408 /);
      expect(received).to.contain('"code":"request_timeout"');
    }
  });

  it("answers what is not HTTP and headers without end, and hangs up", async () => {
    const { hostname, port } = new URL(url);
    const say = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname);
        let received = "";
        socket.on("data", (chunk) => {
          received += chunk;
        });
        socket.on("error", () => undefined);
        socket.once("close", () => resolve(received));
        socket.write(text);
      });
    expect(await say("hello\r\n\r\n")).to.contain('"code":"malformed_request"');
    expect(await say(`GET / HTTP/1.1\r\nX: ${"y".repeat(40_000)}\r\n\r\n`)).to.contain('"code":"headers_too_large"');
  });
});

describe("the limit of a sender", () => {
  const world = useWorld();

  it("counts vouchers, says how long to wait, and leaves health alone", async () => {
    const burst = 100;
    const relayer = await world.relayer({ MILLRACE_SENDER_RATE: "1", MILLRACE_SENDER_BURST: String(burst) });
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    const vouchers = await Promise.all(Array.from({ length: burst }, (_, index) => channel.sign(BigInt(index + 1))));
    const startMs = Date.now();
    expect((await post(`${relayer.url}/v1/vouchers`, { vouchers })).status).to.equal(200);
    const response = await fetch(`${relayer.url}/v1/vouchers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ vouchers }),
    });
    expect(response.status).to.equal(429);
    const sinceSeconds = (Date.now() - startMs) / 1_000;
    expect(Number(response.headers.get("retry-after"))).to.be.within(Math.floor(burst - sinceSeconds), burst);
    expect(problemSchema.parse(await response.json()).code).to.equal("rate_limited");
    expect((await get(`${relayer.url}/v1/health`)).status).to.equal(200);
    expect((await get(`${relayer.url}/v1/ready`)).status).to.equal(200);
  });
});
