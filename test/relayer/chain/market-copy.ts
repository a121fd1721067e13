import { expect } from "chai";
import { chainReader } from "../../../relayer/chain/chain-reader.ts";
import { followChain } from "../../../relayer/chain/follower.ts";
import { marketContracts } from "../../../relayer/chain/market-contracts.ts";
import { httpRpc } from "../../../relayer/chain/rpc.ts";
import type { Database } from "../../../relayer/store/database.ts";
import { migrate } from "../../../relayer/store/migrate.ts";
import { insertOffer, pruneOffers } from "../../../relayer/store/offers.ts";
import { openServerDatabase } from "../../../relayer/store/server.ts";
import { readBalances } from "../../../relayer/store/standing.ts";
import { escrowAbi } from "../../../sdk/abi/escrow.ts";
import { leaseCalls, offerCalls } from "../../../sdk/lease-calls.ts";
import type { Offer } from "../../../sdk/offer.ts";
import { contractOf, hour, newOperator, now, openLease, pass, runLease } from "../support/lease-market.ts";
import { useWorld } from "../support/world.ts";

describe("the copy of the market", () => {
  const world = useWorld();
  const open: Database[] = [];

  after(async () => {
    for (const db of open) await db.close();
  });

  const newDatabase = async (): Promise<Database> => {
    const { environment } = await world.home();
    const db = openServerDatabase(environment.MILLRACE_DATABASE_URL ?? "", () => undefined);
    open.push(db);
    await migrate(db);
    return db;
  };
  const follow = async (db: Database): Promise<void> => {
    const { url, deployment } = world.chain;
    const chain = chainReader(httpRpc(url, 30_000));
    const contracts = marketContracts(deployment);
    const options = { db, chain, contracts, startBlock: deployment.block, confirmations: 8, crash: () => undefined };
    while (await followChain(options));
  };
  /** Everything that is current, in one order. */
  const dump = async (db: Database) => ({
    facts: await db.query(
      "select distinct on (kind, subject) kind, subject, value from facts order by kind, subject, block_number desc",
    ),
    leases: await db.query("select lease_id, channel_id, buyer, state from leases order by lease_id"),
  });

  it("is the same block by block with a reorganisation, in ranges, and read anew after an older version", async () => {
    const { market, chain } = world;
    const [leases, offers] = [contractOf(world, "Leases"), contractOf(world, "Offers")];
    const step = await newDatabase();
    const operator = await newOperator(world);
    await follow(step);
    const lease = await runLease(world, operator);
    await operator.send(offerCalls.setKey(offers, market.buyer.address, (await now(world)) + 1));
    await follow(step);

    const fork = await chain.client.snapshot();
    await pass(world, hour);
    await market.send(market.buyer, leaseCalls.stop(leases, lease.terms));
    await openLease(world, operator);
    await operator.send(offerCalls.cancelAll(offers));
    await follow(step);
    expect((await dump(step)).leases.filter((row) => row.state === "ended")).to.have.length(1);
    await chain.client.revert({ id: fork });

    await pass(world, 2 * hour);
    await market.send(market.buyer, leaseCalls.settle(leases, lease.terms));
    await market.send(market.buyer, leaseCalls.extend(leases, lease.terms, hour));
    const other = await openLease(world, operator, { units: 7 });
    await follow(step);
    await market.send(market.buyer, leaseCalls.cancel(leases, other.terms));
    await operator.send(offerCalls.cancel(offers, 77n));
    await chain.client.mine({ blocks: 40 });
    await follow(step);

    const atOnce = await newDatabase();
    await follow(atOnce);
    const expected = await dump(step);
    expect(expected.leases.map((row) => row.state).sort()).to.deep.equal(["final", "running"]);
    expect(await dump(atOnce)).to.deep.equal(expected);

    // An older version has followed the channels without the market.
    await atOnce.script("delete from facts; delete from leases; delete from market_head");
    await follow(atOnce);
    expect(await dump(atOnce)).to.deep.equal(expected);
    await follow(atOnce);
    expect(await dump(atOnce)).to.deep.equal(expected);

    const account = market.buyer.address;
    const [known] = await readBalances(step, [{ account, token: market.token }]);
    const free = await chain.client.readContract({
      abi: escrowAbi,
      address: market.escrow,
      functionName: "freeBalance",
      args: [account, market.token],
    });
    expect(known?.balance.free).to.equal(free);
    expect(known?.balance).to.include({ channels: 1n, leases: 1n });

    // Of the offers, housekeeping forgets those that nobody can ever take, once that is final.
    const height = Number(await chain.client.getBlockNumber());
    const put = async (id: number, changes: Partial<Offer>) => {
      const offer = await operator.offer(changes);
      const hex = `0x${String(id).repeat(64)}` as const;
      const rest = { json: {}, classId: 6, signature: hex, signer: operator.address };
      await insertOffer(step, { id: hex, offer, ...rest });
    };
    await put(1, {});
    await put(2, { salt: 77n });
    await put(3, { expiresAt: (await now(world)) - 90_000 });
    await put(4, { expiresAt: (await now(world)) - 80_000 });
    const kept = async () =>
      (await step.query("select id from offers order by id")).map((row) => String(row.id).slice(2, 3));
    await pruneOffers(step, height - 100);
    expect(await kept()).to.deep.equal(["1", "2", "4"]);
    await pruneOffers(step, height);
    expect(await kept()).to.deep.equal(["1", "4"]);
  });
});
