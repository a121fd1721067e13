import { expect } from "chai";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { expectPaidOnce, expectSettled } from "../support/audit.ts";
import { eventually, get, post } from "../support/http.ts";
import { useWorld } from "../support/world.ts";

// No schedule would settle anything within the test.
const patient = {
  MILLRACE_BATCH_AGE_SECONDS: "86400",
  MILLRACE_BATCH_VALUE: "1000000",
  MILLRACE_CHANNEL_VALUE: "1000000",
};

describe("R5: bounded risk", () => {
  const world = useWorld();

  it("R5 answers a requested close by settling at once, ahead of every schedule", async () => {
    const { market } = world;
    const relayer = await world.relayer(patient);
    const operator = market.newOperator().address;
    const [closing, staying] = await market.openMany(operator, 1_000n, 2);
    const other = await market.open(market.newOperator().address, 1_000n);
    if (closing === undefined || staying === undefined) throw new Error("two channels were opened");
    for (const channel of [closing, staying, other]) {
      expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(600n))).status).to.equal(200);
    }
    await market.send(market.buyer, escrowCalls.requestClose(market.escrow, closing.terms));
    await eventually("settled voucher", async () => ((await market.settledOf(closing.id)) === 600n ? true : undefined));
    // What goes to the same operator anyway is taken along; what does not, waits.
    expect(await market.settledOf(other.id)).to.equal(0n);

    const { body } = await get(`${relayer.url}/v1/channels/${closing.id}`);
    expect(body.phase).to.equal("closing");
    const late = await post(`${relayer.url}/v1/vouchers`, await closing.sign(700n));
    expect(late.status).to.equal(200);
    await eventually("late voucher settled", async () =>
      (await market.settledOf(closing.id)) === 700n ? true : undefined,
    );
    await expectPaidOnce(world, closing.id, 2);
  });

  it("R5 refuses a voucher that could not be settled before the close", async () => {
    const { market, chain } = world;
    const relayer = await world.relayer({ ...patient, MILLRACE_CLOSE_MARGIN_SECONDS: "3600" });
    const channel = await market.open(market.newOperator().address, 1_000n);
    await market.send(market.buyer, escrowCalls.requestClose(market.escrow, channel.terms));
    expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(1n))).status).to.equal(200);
    await chain.client.increaseTime({ seconds: 86_400 - 3_000 });
    await chain.client.mine({ blocks: 1 });
    const height = Number(await chain.client.getBlockNumber());
    await eventually("relayer at the new head", async () => {
      const { body } = await get(`${relayer.url}/v1/health`);
      return (body.head as { number: number }).number >= height ? true : undefined;
    });
    const refused = await post(`${relayer.url}/v1/vouchers`, await channel.sign(2n));
    expect(refused.status).to.equal(422);
    expect(refused.body).to.include({ code: "close_too_near", side: "operator" });
  });

  it("R5 settles an operator's vouchers when they are worth the operator's limit", async () => {
    const { market } = world;
    const relayer = await world.relayer({ ...patient, MILLRACE_BATCH_VALUE: "0.0015" });
    const channels = await market.openMany(market.newOperator().address, 1_000n, 2);
    const acknowledged = new Map(channels.map((channel) => [channel, 800n]));
    for (const [index, channel] of channels.entries()) {
      if (index === 1) expect(await market.settledOf(channels[0]?.id ?? "0x")).to.equal(0n);
      expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(800n))).status).to.equal(200);
    }
    await expectSettled(world, relayer.url, acknowledged);
  });

  it("R5 settles one channel when it alone is worth the limit of a channel", async () => {
    const { market } = world;
    const relayer = await world.relayer({ ...patient, MILLRACE_CHANNEL_VALUE: "0.0005" });
    const channel = await market.open(market.newOperator().address, 1_000n);
    expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(499n))).status).to.equal(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await market.settledOf(channel.id)).to.equal(0n);
    expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(500n))).status).to.equal(200);
    await expectSettled(world, relayer.url, new Map([[channel, 500n]]));
  });

  it("R5 leaves vouchers that are worth less than their gas, says so, and carries them when the channel closes", async () => {
    const { market } = world;
    const relayer = await world.relayer({
      MILLRACE_BATCH_AGE_SECONDS: "0",
      MILLRACE_COIN_PRICE: "tUSD=3000",
      MILLRACE_WORTH_AGAIN_SECONDS: "3600",
    });
    const [small, large] = await market.openMany(market.newOperator().address, 50_000_000n, 2);
    if (small === undefined || large === undefined) throw new Error("two channels were opened");
    expect((await post(`${relayer.url}/v1/vouchers`, await small.sign(600n))).status).to.equal(200);
    const waiting = await eventually("reason to wait", async () => {
      const { body } = await get(`${relayer.url}/v1/vouchers/${small.id}-600`);
      return body.state === "setAside" ? body : undefined;
    });
    expect(waiting.reason).to.match(/^worth less than its gas at [\d.]+ gwei$/);

    expect((await post(`${relayer.url}/v1/vouchers`, await large.sign(40_000_000n))).status).to.equal(200);
    await eventually("settled large voucher", async () =>
      (await market.settledOf(large.id)) === 40_000_000n ? true : undefined,
    );
    expect(await market.settledOf(small.id)).to.equal(0n);

    await market.send(market.buyer, escrowCalls.requestClose(market.escrow, small.terms));
    await expectSettled(world, relayer.url, new Map([[small, 600n]]));
    await expectPaidOnce(world, small.id, 1);
  });

  it("R5 shows what is at risk, and for how long", async () => {
    const { market } = world;
    const relayer = await world.relayer(patient);
    const channel = await market.open(market.newOperator().address, 5_000_000n);
    await post(`${relayer.url}/v1/vouchers`, await channel.sign(2_500_000n));
    const metrics = await (await fetch(`${relayer.url}/metrics`)).text();
    expect(metrics).to.match(/^millrace_unsettled_tokens\{token="tUSD"\} 2\.5$/m);
    expect(metrics).to.match(/^millrace_unsettled_vouchers\{token="tUSD"\} 1$/m);
    expect(metrics).to.match(/^millrace_oldest_unsettled_seconds\{token="tUSD"\} \d/m);
  });
});
