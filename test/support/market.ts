import { MaxUint256, type SigningKey } from "ethers";
import { type World, world } from "../world.ts";
import { type Channel, type Claim, claim, newChannel, type VoucherDomain } from "./vouchers.ts";

/** What one stablecoin is in its smallest unit. */
export const USD = 1_000_000n;

export type Market = World & {
  readonly domain: VoucherDomain;
  readonly token: string;
  readonly escrowAddress: string;
  /** Open a channel of `buyer` to `operator`, or to the given one. */
  readonly open: (deposit?: bigint, parties?: { operator?: string; key?: SigningKey }) => Promise<Channel>;
  readonly claim: (channel: Channel, cumulative: bigint) => Claim;
};

/** The world with a buyer that has a free balance of 100,000 and an allowance for more. Use with `loadFixture`. */
export async function market(): Promise<Market> {
  const w = await world();
  const [token, escrowAddress] = await Promise.all([w.usd.getAddress(), w.escrow.getAddress()]);
  const domain = { name: "Millrace", version: "1", chainId: w.chainId, verifyingContract: escrowAddress } as const;
  for (const payer of [w.buyer, w.otherBuyer]) {
    await w.usd.mint(payer.address, 1_000_000n * USD);
    await w.usd.connect(payer).approve(escrowAddress, MaxUint256);
    await w.escrow.connect(payer).deposit(token, 100_000n * USD);
  }

  async function open(deposit = 1_000n * USD, parties: { operator?: string; key?: SigningKey } = {}) {
    const operator = parties.operator ?? w.operator.address;
    const channel = newChannel({ payer: w.buyer.address, operator, token }, parties.key);
    await w.escrow.connect(w.buyer).open(operator, token, channel.terms.signer, channel.terms.nonce, deposit);
    return channel;
  }

  return {
    ...w,
    domain,
    token,
    escrowAddress,
    open,
    claim: (channel, cumulative) => claim(domain, channel, cumulative),
  };
}
