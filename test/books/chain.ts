import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type Address, type Hex, numberToHex, pad } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { keepBooks, unaccountedBySymbol } from "../../scripts/books/report.ts";
import { escrowSlots, slotOf } from "../../scripts/books/slots.ts";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { toClaim } from "../../sdk/voucher.ts";
import { type LocalChain, startLocalChain } from "../relayer/support/local-chain.ts";
import { createMarket, type Market, type TestChannel } from "../relayer/support/market.ts";

const booksScript = fileURLToPath(new URL("../../scripts/books.ts", import.meta.url));
const unit = 1n;
/** The lowest bit of the part of a packed word that starts at this bit. */
const at = (bit: bigint) => 1n << bit;

type Run = { readonly code: number | null; readonly stdout: string };

/** The command, in a process of its own. */
function run(rpc: string, deploymentFile: string): Promise<Run> {
  const args = ["--import", "tsx", booksScript, "--rpc", rpc, "--deployment", deploymentFile, "--json"];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_, stdout) => resolve({ code: child.exitCode, stdout }));
  });
}

describe("books: on a chain @slow", () => {
  let chain: LocalChain;
  let market: Market;
  let operator: Address;
  let channel: TestChannel;

  /** Everything of Escrow has been used once, and something is left everywhere. */
  before(async () => {
    chain = await startLocalChain();
    market = await createMarket(chain);
    const { escrow, token, buyer, send } = market;
    const { account } = await market.funded();
    operator = account.address;
    channel = await market.open(operator, 1_000_000n);
    await send(account, escrowCalls.setRelayer(escrow, token, privateKeyToAccount(pad("0x1")).address, 500n));
    await chain.client.increaseTime({ seconds: 8 * 86_400 });
    await settle(400_000n);
    await send(buyer, escrowCalls.withdraw(escrow, token, 7n, buyer.address));
    await send(account, escrowCalls.withdrawEarnings(escrow, token));
    await settle(600_000n);
    const closed = await market.open(operator, 5_000n);
    await send(account, escrowCalls.close(escrow, closed.terms));
  });

  after(() => chain.stop());

  async function settle(cumulative: bigint): Promise<void> {
    const { signature, salt } = await channel.sign(cumulative);
    const claim = toClaim({ salt: BigInt(salt), cumulative }, signature as Hex);
    await market.send(market.buyer, escrowCalls.settle(market.escrow, operator, market.token, [claim]));
  }

  const report = () => keepBooks(chain.url, chain.deploymentFile);

  /** Add to a storage word behind everybody's back, look, and take it away again. */
  async function withWordMoved<T>(contract: Address, slot: Hex, by: bigint, look: () => Promise<T>): Promise<T> {
    const { client } = chain;
    const before = BigInt((await client.getStorageAt({ address: contract, slot })) ?? "0x0");
    const write = (word: bigint) =>
      client.setStorageAt({ address: contract, index: slot, value: numberToHex(word, { size: 32 }) });
    await write(before + by);
    try {
      return await look();
    } finally {
      await write(before);
    }
  }

  it("balance to the last unit, with something in every place", async () => {
    const { balanced, tokens } = await report();
    expect(tokens.map(({ symbol }) => symbol)).to.deep.equal(["tUSD", "MILL"]);
    const [usd] = tokens;
    const { free, channels, earnings, fees, relayerFees } = usd?.escrow ?? {};
    for (const part of [free, channels, earnings, fees, relayerFees, usd?.wallets]) {
      expect(
        part,
        JSON.stringify(usd, (_, v) => (typeof v === "bigint" ? `${v}` : v)),
      )
        .to.be.a("bigint")
        .above(0n);
    }
    expect(tokens.map(({ unaccounted }) => unaccounted)).to.deep.equal([0n, 0n]);
    expect(balanced).to.equal(true);
  });

  it("agree with what Escrow itself says of the operator", async () => {
    const { snapshot } = await report();
    const [net, fees] = await chain.client.readContract({
      address: market.escrow,
      abi: escrowAbi,
      functionName: "earnings",
      args: [operator, market.token],
    });
    expect(snapshot.tokens[0]?.earnings.get(operator.toLowerCase() as Hex)).to.deep.equal({ net, fees });
    expect(snapshot.tokens[0]?.channels.get(channel.id)).to.deep.equal({ deposited: 1_000_000n, settled: 600_000n });
  });

  const places: readonly { name: string; slot: () => Hex; by: bigint; unaccounted: bigint }[] = [
    {
      name: "a free balance",
      slot: () => slotOf(escrowSlots.free, market.buyer.address, market.token),
      by: unit,
      unaccounted: -1n,
    },
    { name: "a deposit", slot: () => slotOf(escrowSlots.channels, channel.id), by: at(160n), unaccounted: -1n },
    { name: "what is settled", slot: () => slotOf(escrowSlots.channels, channel.id), by: at(64n), unaccounted: 1n },
    {
      name: "earnings",
      slot: () => slotOf(escrowSlots.earnings, market.token, operator),
      by: -at(160n),
      unaccounted: 1n,
    },
    { name: "fees", slot: () => slotOf(escrowSlots.earnings, market.token, operator), by: at(64n), unaccounted: -1n },
    {
      name: "a relayer's fees",
      slot: () => slotOf(escrowSlots.relayers, operator, market.token),
      by: at(160n),
      unaccounted: -1n,
    },
  ];
  for (const { name, slot, by, unaccounted } of places) {
    it(`report one unit that is moved in ${name}`, async () => {
      const moved = await withWordMoved(market.escrow, slot(), by, report);
      expect(moved.balanced).to.equal(false);
      expect(unaccountedBySymbol(moved)).to.deep.equal({ tUSD: String(unaccounted), MILL: "0" });
      expect((await report()).balanced).to.equal(true);
    });
  }

  it("report one unit that leaves a wallet, and one that leaves Escrow's own", async () => {
    for (const owner of [market.buyer.address, market.escrow]) {
      // ERC20 of OpenZeppelin keeps balances in its first slot.
      const moved = await withWordMoved(market.token, slotOf(0n, owner), -unit, report);
      expect(moved.balanced, owner).to.equal(false);
      expect(unaccountedBySymbol(moved).tUSD, owner).not.to.equal("0");
    }
  });

  it("end the command with 0 when they balance, with 1 when they do not, with 2 when they cannot be read", async () => {
    const good = await run(chain.url, chain.deploymentFile);
    expect(good.code).to.equal(0);
    expect(JSON.parse(good.stdout).unaccounted).to.deep.equal({ tUSD: "0", MILL: "0" });
    const slot = slotOf(escrowSlots.free, market.buyer.address, market.token);
    const bad = await withWordMoved(market.escrow, slot, unit, () => run(chain.url, chain.deploymentFile));
    expect(bad.code).to.equal(1);
    expect(JSON.parse(bad.stdout).unaccounted.tUSD).to.equal("-1");
    expect((await run("http://127.0.0.1:9", chain.deploymentFile)).code).to.equal(2);
  });
});
