import { expect } from "chai";
import { eventually, get, post } from "../support/http.ts";
import type { TestChannel } from "../support/market.ts";
import { startPostgres } from "../support/postgres.ts";
import { useWorld } from "../support/world.ts";

describe("R1: acknowledged is durable", () => {
  const world = useWorld({ database: "embedded" });

  /** Send rising vouchers until the relayer dies. @returns the highest that was answered with 2xx, and the last tried */
  async function sendUntilDeath(url: string, channel: TestChannel) {
    let acknowledged = 0n;
    for (let cumulative = 1n; ; cumulative += 1n) {
      const answer = await post(`${url}/v1/vouchers`, await channel.sign(cumulative)).catch(() => undefined);
      if (answer === undefined) return { acknowledged, tried: cumulative };
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
      acknowledged = cumulative;
    }
  }

  for (const point of ["intake-before-commit", "intake-committed"]) {
    it(`R1 keeps every voucher it acknowledged when it is killed at ${point}`, async () => {
      const home = await world.home();
      const operator = world.market.newOperator().address;
      const channels = await world.market.openMany(operator, 1_000n, 8);
      const doomed = await world.start(home, { MILLRACE_CRASH_AT: `${point}:25` });
      const sent = await Promise.all(channels.map((channel) => sendUntilDeath(doomed.url, channel)));
      expect(await doomed.ended).to.equal("SIGKILL");
      expect(sent.some(({ acknowledged }) => acknowledged > 0n)).to.equal(true);

      const revived = await world.start(home);
      for (const [index, channel] of channels.entries()) {
        const { acknowledged, tried } = sent[index] ?? { acknowledged: 0n, tried: 0n };
        const { body } = await get(`${revived.url}/v1/channels/${channel.id}`);
        const highest = BigInt((body.highest as { cumulative: string } | null)?.cumulative ?? 0);
        expect(highest >= acknowledged, `${highest} is kept of ${acknowledged}`).to.equal(true);
        expect(highest <= tried).to.equal(true);
      }
    });
  }

  it("R1 does not acknowledge what it could not commit", async () => {
    const postgres = await startPostgres();
    try {
      const relayer = await world.relayer({ MILLRACE_DATABASE_URL: postgres.url });
      const channel = await world.market.open(world.market.newOperator().address, 1_000n);
      const first = await post(`${relayer.url}/v1/vouchers`, await channel.sign(1n));
      expect(first.status).to.equal(200);
      await postgres.pause();
      const refused = await post(`${relayer.url}/v1/vouchers`, await channel.sign(2n));
      expect(refused.status).to.equal(503);
      expect(refused.body.code).to.equal("storage_failed");
      await postgres.resume();
      const again = await eventually("acknowledgement", async () => {
        const answer = await post(`${relayer.url}/v1/vouchers`, await channel.sign(2n));
        return answer.status === 200 ? answer : undefined;
      });
      expect(again.body.cumulative).to.equal("2");
      await relayer.stop();
    } finally {
      await postgres.stop();
    }
  });

  it("R1 says how durable it is", async () => {
    const relayer = await world.relayer();
    const { body } = await get(`${relayer.url}/v1/health`);
    expect(body.durability).to.match(/survives the death of the process, not a loss of power/);
  });
});
