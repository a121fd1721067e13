import { expect } from "chai";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { chainReader } from "../../../relayer/chain/chain-reader.ts";
import { followChain } from "../../../relayer/chain/follower.ts";
import { addressesOf, marketContracts } from "../../../relayer/chain/market-contracts.ts";
import { httpRpc } from "../../../relayer/chain/rpc.ts";
import type { Database } from "../../../relayer/store/database.ts";
import { migrate } from "../../../relayer/store/migrate.ts";
import { openServerDatabase } from "../../../relayer/store/server.ts";
import { readBalances } from "../../../relayer/store/standing.ts";
import { saltOf } from "../../../sdk/channel.ts";
import { escrowCalls } from "../../../sdk/escrow-calls.ts";
import { auctionCalls } from "../../../sdk/incentive-calls.ts";
import { tokenCalls } from "../../../sdk/stake-calls.ts";
import { toClaim } from "../../../sdk/voucher.ts";
import { contractOf, developer, hour, now } from "../support/lease-market.ts";
import { useWorld } from "../support/world.ts";

describe("the copy of the market: protocol fees", () => {
  const world = useWorld();
  let db: Database;

  before(async () => {
    const { environment } = await world.home();
    db = openServerDatabase(environment.MILLRACE_DATABASE_URL ?? "", () => undefined);
    await migrate(db);
  });
  after(() => db?.close());

  const follow = async (): Promise<void> => {
    const { url, deployment } = world.chain;
    const contracts = marketContracts(deployment);
    const chain = chainReader(httpRpc(url, 30_000));
    const options = { db, chain, contracts, startBlock: deployment.block, confirmations: 8, crash: () => undefined };
    while (await followChain(options));
  };
  const held = async (): Promise<bigint | undefined> => {
    await follow();
    const account = contractOf(world, "FeeAuction");
    const [known] = await readBalances(db, [{ account, token: world.market.token }]);
    return known?.balance.free;
  };

  it("are free balance of FeeAuction once they are collected, as an older version has them after an update", async () => {
    const { market, chain } = world;
    const operator = market.newOperator().address;
    const channel = await market.open(operator, 1_000_000_000n);
    const { signature } = await channel.sign(1_000_000_000n);
    const claim = toClaim({ salt: saltOf(channel.terms), cumulative: 1_000_000_000n }, signature as Hex);
    await market.send(market.buyer, escrowCalls.settle(market.escrow, operator, market.token, [claim]));
    const auction = contractOf(world, "FeeAuction");
    await market.send(market.buyer, auctionCalls.collect(auction, market.token, [operator]));
    expect(await held()).to.equal(20_000_000n);

    // An older version read the same contracts without following the fees.
    await db.query("delete from facts where subject like $1", [`${auction.toLowerCase()}/%`]);
    const read = addressesOf(marketContracts(chain.deployment)).join();
    await db.query("update market_head set contracts = $1", [read]);
    expect(await held()).to.equal(20_000_000n);
  });

  it("leave with whoever buys them, and the chain is followed on", async () => {
    const { market, chain } = world;
    const auction = contractOf(world, "FeeAuction");
    const treasury = developer(3) as unknown as PrivateKeyAccount;
    await market.send(treasury, tokenCalls.approve(contractOf(world, "MillToken"), auction, 10n ** 18n));
    // Late on the day of the sale, when the price is next to nothing.
    const day = Math.floor((await now(world)) / 86_400) + 1;
    await chain.client.setNextBlockTimestamp({ timestamp: BigInt(day * 86_400 + 20 * hour) });
    await market.send(treasury, auctionCalls.bid(auction, 1n, 20_000_000n, 10n ** 18n));
    expect(await held()).to.equal(0n);
  });
});
