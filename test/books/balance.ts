import { expect } from "chai";
import { balance } from "../../scripts/books/balance.ts";
import type { Holdings } from "../../scripts/books/read.ts";
import { booksTable } from "../../scripts/books/table.ts";

const escrow = "0xee";

function holdings(changes: Partial<Holdings> = {}): Holdings {
  return {
    token: { symbol: "tUSD", address: "0x70", decimals: 6 },
    minted: 1_000n,
    wallets: new Map([
      ["0xb1", 300n],
      [escrow, 700n],
    ]),
    free: new Map([["0xb1", 100n]]),
    channels: new Map([["0xc1", { deposited: 500n, settled: 200n }]]),
    earnings: new Map([["0x01", { net: 250n, fees: 30n }]]),
    relayerFees: new Map([["0x01", 20n]]),
    ...changes,
  };
}

describe("books: balance", () => {
  it("is zero when every token is in a wallet and Escrow owes what it has", () => {
    const books = balance(holdings(), escrow);
    expect(books).to.include({ wallets: 300n, unaccountedSupply: 0n, unaccountedCustody: 0n, unaccounted: 0n });
    expect(books.escrow).to.deep.equal({
      balance: 700n,
      free: 100n,
      channels: 300n,
      earnings: 250n,
      fees: 30n,
      relayerFees: 20n,
    });
  });

  it("reports tokens that are nobody's", () => {
    expect(balance(holdings({ minted: 1_001n }), escrow).unaccounted).to.equal(1n);
  });

  it("reports a debt that Escrow cannot pay", () => {
    expect(balance(holdings({ free: new Map([["0xb1", 101n]]) }), escrow).unaccounted).to.equal(-1n);
  });

  it("is not fooled by two gaps that hide one another", () => {
    const wallets = new Map([
      ["0xb1", 300n],
      [escrow, 699n],
    ] as const);
    const books = balance(holdings({ wallets }), escrow);
    expect(books.unaccountedSupply + books.unaccountedCustody).to.equal(0n);
    expect(books.unaccounted).to.equal(-1n);
  });

  it("shows amounts in whole tokens, gaps with their sign", () => {
    const table = booksTable(balance(holdings({ minted: 1_234_567_000_999n }), escrow));
    expect(table).to.include("1,234,567.000999");
    expect(booksTable(balance(holdings({ minted: 999n }), escrow))).to.include("-0.000001");
  });
});
