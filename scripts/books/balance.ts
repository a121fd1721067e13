import type { Holdings } from "./read.ts";
import type { Hex } from "./rpc.ts";
import type { StakingHoldings } from "./stake.ts";

/** One token's books. Amounts in its smallest unit. */
export type TokenBooks = {
  readonly symbol: string;
  readonly address: Hex;
  readonly decimals: number;
  readonly minted: bigint;
  /** In all wallets but Escrow's, Staking's and FeeAuction's. */
  readonly wallets: bigint;
  readonly escrow: {
    /** In Escrow's wallet. */
    readonly balance: bigint;
    /** Free balances. */
    readonly free: bigint;
    /** Deposits of channels that are not settled. */
    readonly channels: bigint;
    /** Operators' earnings, not withdrawn. */
    readonly earnings: bigint;
    /** Protocol fees, not collected. */
    readonly fees: bigint;
    /** Relayers' fees, not collected. */
    readonly relayerFees: bigint;
  };
  /** Of MILL alone: Staking's wallet, and what it owes. */
  readonly staking?: (StakingHoldings & { readonly balance: bigint }) | undefined;
  /** Of MILL alone: FeeAuction's wallet, and the rebates that it owes. */
  readonly auction?: { readonly balance: bigint; readonly pots: bigint } | undefined;
  /** Minted minus what is in wallets, those of contracts included. Nobody's tokens, or tokens out of nothing. */
  readonly unaccountedSupply: bigint;
  /**
   * Escrow's wallet minus what Escrow owes, and the same of Staking and FeeAuction. Above zero: donated; below: it
   * cannot pay everybody. Where they hide one another it is the first of FeeAuction's, Staking's that is not zero.
   */
  readonly unaccountedCustody: bigint;
  /**
   * Minted minus everything counted: `unaccountedSupply + unaccountedCustody`. Where these two hide one another it is
   * the second, so it is zero only if both are.
   */
  readonly unaccounted: bigint;
};

/** Add up one token's holdings. */
export function balance(holdings: Holdings, escrow: Hex, staking?: Hex, feeAuction?: Hex): TokenBooks {
  const { token, minted, pots } = holdings;
  const walletOf = (address: Hex | undefined) => (address === undefined ? 0n : (holdings.wallets.get(address) ?? 0n));
  const inEscrow = walletOf(escrow);
  const inStaking = walletOf(staking);
  const inAuction = pots === undefined ? 0n : walletOf(feeAuction);
  const wallets = sum(holdings.wallets.values()) - inEscrow - inStaking - inAuction;
  const free = sum(holdings.free.values());
  let channels = 0n;
  for (const { deposited, settled } of holdings.channels.values()) channels += deposited - settled;
  let earnings = 0n;
  let fees = 0n;
  for (const each of holdings.earnings.values()) {
    earnings += each.net;
    fees += each.fees;
  }
  const relayerFees = sum(holdings.relayerFees.values());
  const unaccountedSupply = minted - wallets - inEscrow - inStaking - inAuction;
  const unaccountedEscrow = inEscrow - free - channels - earnings - fees - relayerFees;
  const unaccountedStaking = inStaking - sum(Object.values(holdings.staking ?? {}));
  const unaccountedAuction = inAuction - (pots ?? 0n);
  const unaccountedCustody =
    unaccountedEscrow + unaccountedStaking + unaccountedAuction || unaccountedAuction || unaccountedStaking;
  return {
    symbol: token.symbol,
    address: token.address,
    decimals: token.decimals,
    minted,
    wallets,
    escrow: { balance: inEscrow, free, channels, earnings, fees, relayerFees },
    ...(holdings.staking === undefined ? {} : { staking: { balance: inStaking, ...holdings.staking } }),
    ...(pots === undefined ? {} : { auction: { balance: inAuction, pots } }),
    unaccountedSupply,
    unaccountedCustody,
    unaccounted: unaccountedSupply + unaccountedCustody || unaccountedCustody,
  };
}

function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
