import { expect } from "chai";
import { recoverVoucherSigner } from "../../../sdk/voucher.ts";
import { get, post } from "../support/http.ts";
import { useWorld } from "../support/world.ts";

describe("R2: monotone", () => {
  const world = useWorld();

  it("R2 takes an equal voucher as a success and answers a lower one with the highest, signature included", async () => {
    const relayer = await world.relayer();
    const { market } = world;
    const channel = await market.open(market.newOperator().address, 1_000n);
    const url = `${relayer.url}/v1/vouchers`;
    expect((await post(url, await channel.sign(500n))).body).to.include({ status: "stored", cumulative: "500" });
    expect((await post(url, await channel.sign(500n))).body).to.include({ status: "duplicate", cumulative: "500" });

    const lower = await post(url, await channel.sign(499n));
    expect(lower.status).to.equal(409);
    expect(lower.type).to.match(/^application\/problem\+json/);
    expect(lower.body).to.include({ code: "lower_cumulative", side: "buyer", settled: "0" });
    const highest = lower.body.highest as { cumulative: string; signature: `0x${string}` };
    expect(highest.cumulative).to.equal("500");
    // A client that lost its state can check that this is its own word before it goes on from there.
    const { operator, token } = channel.terms;
    const salt = BigInt((await channel.sign(1n)).salt);
    const signed = { operator, token, salt, cumulative: 500n };
    expect(await recoverVoucherSigner(market.domain, signed, highest.signature)).to.equal(channel.signer.address);

    const { body } = await get(`${relayer.url}/v1/channels/${channel.id}`);
    expect((body.highest as { cumulative: string }).cumulative).to.equal("500");
  });

  it("R2 keeps the highest of vouchers that fifty clients send at once in any order", async () => {
    const relayer = await world.relayer();
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    const amounts = Array.from({ length: 50 }, (_, index) => BigInt(((index * 37) % 50) + 1));
    const vouchers = await Promise.all(amounts.map((amount) => channel.sign(amount)));
    const answers = await Promise.all(vouchers.map((voucher) => post(`${relayer.url}/v1/vouchers`, voucher)));
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 200) continue;
      expect(answer.status).to.equal(409);
      const known = BigInt((answer.body.highest as { cumulative: string }).cumulative);
      expect(known > (amounts[index] ?? 0n)).to.equal(true);
    }
    const { body } = await get(`${relayer.url}/v1/channels/${channel.id}`);
    expect((body.highest as { cumulative: string }).cumulative).to.equal("50");
  });

  it("R2 answers the same voucher from fifty clients with success to each", async () => {
    const relayer = await world.relayer();
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    const voucher = await channel.sign(7n);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(`${relayer.url}/v1/vouchers`, voucher)));
    expect(answers.every(({ status }) => status === 200)).to.equal(true);
    expect(answers.filter(({ body }) => body.status === "stored")).to.have.length(1);
  });
});
