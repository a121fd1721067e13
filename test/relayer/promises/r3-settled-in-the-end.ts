import { expect } from "chai";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { expectPaidOnce, expectSettled } from "../support/audit.ts";
import { get, post } from "../support/http.ts";
import { useWorld } from "../support/world.ts";

// The life of a batch, step by step.
const points = [
  "batch-before-commit",
  "batch-committed",
  "batch-broadcast",
  "batch-mined",
  "batch-before-final",
  "follow-applied",
];

describe("R3: settled in the end", () => {
  const world = useWorld();

  for (const point of points) {
    it(`R3 settles exactly what it acknowledged, once, when it is killed at ${point}`, async () => {
      const { market } = world;
      const home = await world.home({ MILLRACE_LEASE_SECONDS: "2" });
      const channels = await market.openMany(market.newOperator().address, 1_000n, 3);
      const taking = await world.start(home);
      const acknowledged = new Map(channels.map((channel, index) => [channel, BigInt(100 * (index + 1))]));
      for (const [channel, amount] of acknowledged) {
        expect((await post(`${taking.url}/v1/vouchers`, await channel.sign(amount))).status).to.equal(200);
      }
      expect(await taking.stop()).to.equal("exit code 0");

      const settlesAtOnce = { MILLRACE_BATCH_AGE_SECONDS: "0" };
      const doomed = await world
        .start(home, { ...settlesAtOnce, MILLRACE_CRASH_AT: `${point}:1` })
        .catch(() => undefined);
      if (point === "follow-applied") await market.open(market.newOperator().address, 1n);
      if (doomed !== undefined) expect(await doomed.ended).to.equal("SIGKILL");

      const revived = await world.start(home, settlesAtOnce);
      await expectSettled(world, revived.url, acknowledged);
      for (const channel of channels) await expectPaidOnce(world, channel.id);
    });
  }

  it("R3 settles up to the deposit, and goes on after a top-up", async () => {
    const { market } = world;
    const relayer = await world.relayer({ MILLRACE_BATCH_AGE_SECONDS: "0" });
    const channel = await market.open(market.newOperator().address, 100n);
    const refused = await post(`${relayer.url}/v1/vouchers`, await channel.sign(101n));
    expect(refused.status).to.equal(422);
    expect(refused.body).to.include({ code: "over_deposit", side: "buyer", deposited: "100" });
    await market.send(market.buyer, escrowCalls.topUp(market.escrow, channel.terms, 50n));
    expect((await post(`${relayer.url}/v1/vouchers`, await channel.sign(150n))).status).to.equal(200);
    await expectSettled(world, relayer.url, new Map([[channel, 150n]]));
    expect((await get(`${relayer.url}/v1/vouchers/${channel.id}-150`)).body.state).to.match(/^(settled|final)$/);
  });
});
