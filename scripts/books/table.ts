import type { TokenBooks } from "./balance.ts";

/** The books of one token for people. */
export function booksTable(books: TokenBooks): string {
  const { escrow, decimals, symbol } = books;
  const rows: readonly [string, bigint][] = [
    ["minted", books.minted],
    ["in wallets", books.wallets],
    ["in Escrow", escrow.balance],
    ["  free balances", escrow.free],
    ["  channels, not settled", escrow.channels],
    ["  earnings, not withdrawn", escrow.earnings],
    ["  protocol's fees, not collected", escrow.fees],
    ["  relayers' fees, not collected", escrow.relayerFees],
    ...stakingRows(books),
    ...auctionRows(books),
    ["unaccounted, minted - wallets - custody", books.unaccountedSupply],
    ["unaccounted, custody - what it owes", books.unaccountedCustody],
  ];
  const cells = rows.map(([name, amount]) => [name, wholeTokens(amount, decimals)] as const);
  const nameWidth = Math.max(...cells.map(([name]) => name.length));
  const width = Math.max(...cells.map(([, amount]) => amount.length));
  const lines = cells.map(([name, amount]) => `  ${name.padEnd(nameWidth)}  ${amount.padStart(width)}`);
  return [`${symbol}  ${books.address}`, ...lines].join("\n");
}

function auctionRows({ auction }: TokenBooks): [string, bigint][] {
  if (auction === undefined) return [];
  return [
    ["in FeeAuction", auction.balance],
    ["  pots of rebates", auction.pots],
  ];
}

function stakingRows({ staking }: TokenBooks): [string, bigint][] {
  if (staking === undefined) return [];
  return [
    ["in Staking", staking.balance],
    ["  operators' own", staking.own],
    ["  operators' own, thawing", staking.thawing],
    ["  delegated", staking.delegated],
    ["  delegated, thawing", staking.delegatedThawing],
    ["  compensation, not paid", staking.pending],
    ["  bonds of disputes", staking.disputeBonds],
    ["  credits, not withdrawn", staking.credits],
    ["  slashed, not paid out", staking.slashed],
    ["  rewards, not credited", staking.rewards],
  ];
}

function wholeTokens(amount: bigint, decimals: number): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}
