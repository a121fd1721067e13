import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type ChannelTerms, channelIdOfTerms, plainTerms, saltOf } from "../../sdk/channel.ts";
import type { Deployment, PaymentToken } from "../../sdk/deployment.ts";
import { type EscrowDomain, escrowDomain } from "../../sdk/domain.ts";
import type { Ending, Plan } from "./plan.ts";
import { keyOf } from "./random.ts";
import { type SessionKey, sessionKey } from "./session-key.ts";

export type Buyer = {
  /** Pays, and gets refunds. */
  readonly account: PrivateKeyAccount;
  readonly session: SessionKey;
};

export type MarketChannel = {
  readonly id: Hex;
  readonly terms: ChannelTerms;
  readonly salt: bigint;
  readonly buyer: Buyer;
  /** Number of the operator. */
  readonly operator: number;
  /** What it is opened with. */
  readonly deposit: bigint;
  readonly topUp: bigint;
  readonly ending: Ending;
};

/** Everybody who takes part, each with a key of its own. */
export type Market = {
  readonly token: PaymentToken;
  readonly domain: EscrowDomain;
  readonly buyers: readonly Buyer[];
  readonly operators: readonly PrivateKeyAccount[];
  /** In the order of the plan's channels. */
  readonly channels: readonly MarketChannel[];
};

export function assembleMarket(plan: Plan, deployment: Deployment, seed: string): Market {
  const [token] = deployment.tokens;
  if (token === undefined) throw new Error("The deployment lists no payment token.");
  const account = (role: string) => privateKeyToAccount(keyOf(seed, role));
  const operators = plan.tariffs.map((_, index) => account(`operator/${index}`));
  const buyers = Array.from({ length: plan.buyers }, (_, index): Buyer => {
    return { account: account(`buyer/${index}`), session: sessionKey(keyOf(seed, `buyer/${index}/session`)) };
  });
  const channels = plan.channels.map(({ buyer, operator, ...planned }): MarketChannel => {
    const payer = buyers[buyer] as Buyer;
    const terms = plainTerms({
      payer: payer.account.address,
      operator: (operators[operator] as PrivateKeyAccount).address,
      token: token.address,
      signer: payer.session.address,
      nonce: 1n,
    });
    const { deposit, topUp, ending } = planned;
    return { id: channelIdOfTerms(terms), terms, salt: saltOf(terms), buyer: payer, operator, deposit, topUp, ending };
  });
  const domain = escrowDomain(deployment.chainId, deployment.contracts.Escrow);
  return { token, domain, buyers, operators, channels };
}
