import { expect } from "chai";
import { eventually, flush, get, post } from "./support/http.ts";
import { useWorld } from "./support/world.ts";

describe("the first payment", () => {
  const world = useWorld({ database: "embedded" });

  it("takes a voucher over HTTP, settles it on chain and says so", async () => {
    const { market } = world;
    const relayer = await world.relayer();
    const channel = await market.open(market.newOperator().address, 1_000_000n);
    const answer = await post(`${relayer.url}/v1/vouchers`, await channel.sign(250_000n));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(answer.body).to.include({
      status: "stored",
      channelId: channel.id,
      id: `${channel.id}-250000`,
      cumulative: "250000",
      deposited: "1000000",
      settled: "0",
    });
    const [batch] = await flush(relayer.url);
    expect(batch).to.be.a("number");
    const voucher = await eventually("final voucher", async () => {
      const { body } = await get(`${relayer.url}/v1/vouchers/${channel.id}-250000`);
      return body.state === "final" ? body : undefined;
    });
    expect(await market.settledOf(channel.id)).to.equal(250_000n);
    const state = await eventually("final batch", async () => {
      const { body } = await get(`${relayer.url}/v1/batches/${batch}`);
      return body.state === "final" ? body : undefined;
    });
    expect(state.transaction).to.equal(voucher.transaction);
    expect(state.items).to.have.length(1);
    expect((state.items as { outcome: string }[])[0]?.outcome).to.equal("paid");
  });
});
