import { encodeFunctionData, parseEther } from "viem";
import { testUsdAbi } from "../../sdk/abi/test-usd.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import { type Permit, signPermit, type TokenDomain } from "../../sdk/permit.ts";
import { compactSignature } from "../../sdk/signature.ts";
import { inParallel } from "../parallel.ts";
import { type Chain, send } from "./chain.ts";
import type { Buyer, Market } from "./market.ts";

const gasMoney = parseEther("100");

/** Give everybody gas money, and let every buyer mint test stablecoins, deposit them and open its channels. */
export async function fundMarket(chain: Chain, market: Market, onBuyer: (done: number) => void): Promise<void> {
  const everybody = [...market.operators, ...market.buyers.map((buyer) => buyer.account)];
  await inParallel(everybody, 8, ({ address }) => chain.setBalance({ address, value: gasMoney }));
  const [, name, version] = await chain.readContract({
    address: market.token.address,
    abi: testUsdAbi,
    functionName: "eip712Domain",
  });
  const tokenDomain: TokenDomain = { name, version, chainId: market.domain.chainId };
  let done = 0;
  await inParallel(market.buyers, 4, async (buyer) => {
    await fundBuyer(chain, market, buyer, tokenDomain);
    done += 1;
    onBuyer(done);
  });
}

/** One mint, and then one transaction: deposit by permit, open all channels. */
async function fundBuyer(chain: Chain, market: Market, buyer: Buyer, tokenDomain: TokenDomain): Promise<void> {
  const { token, domain } = market;
  const escrow = domain.verifyingContract;
  const channels = market.channels.filter((channel) => channel.buyer === buyer);
  if (channels.length === 0) return;

  const locked = channels.reduce((sum, { deposit }) => sum + deposit, 0n);
  // Enough to top up every channel once, so that some of it is left over and withdrawn again.
  const value = channels.reduce((sum, { topUp }) => sum + topUp, locked);
  const owner = buyer.account.address;
  const data = encodeFunctionData({ abi: testUsdAbi, functionName: "mint", args: [owner, value] });
  await send(chain, buyer.account, { to: token.address, data, functionName: "mint", args: [owner, value] });

  const { timestamp } = await chain.getBlock();
  const permit: Permit = {
    token: token.address,
    owner,
    spender: escrow,
    value,
    nonce: 0n,
    deadline: timestamp + 86_400n,
  };
  const signature = compactSignature(await signPermit(buyer.account, tokenDomain, permit));
  const opens = channels.map(({ terms, deposit }) => escrowCalls.open(escrow, terms, deposit));
  const deposit = escrowCalls.depositWithPermit(escrow, permit, signature);
  await send(chain, buyer.account, escrowCalls.multicall(escrow, [deposit, ...opens]));
}
