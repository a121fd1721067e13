import type { EscrowDomain } from "../../sdk/domain.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import type { SignedVoucher } from "../../sdk/relayer-vouchers.ts";
import { signVoucher, type Voucher } from "../../sdk/voucher.ts";
import { type Chain, send } from "./chain.ts";
import type { ChannelLedger } from "./ledger.ts";

/**
 * The buyer's client after a request was served: signs for everything so far, this request's price included. It tops
 * the channel up before the deposit runs out.
 */
export async function payFor(
  chain: Chain,
  domain: EscrowDomain,
  ledger: ChannelLedger,
  price: bigint,
): Promise<SignedVoucher> {
  const { terms, salt, buyer } = ledger.channel;
  ledger.signed += price;
  if (isRunningLow(ledger)) ledger.toppingUp ??= topUp(chain, domain, ledger);
  // Nobody signs for more than there is.
  while (ledger.signed > ledger.deposited) {
    ledger.toppingUp ??= topUp(chain, domain, ledger);
    await ledger.toppingUp;
  }
  const voucher: Voucher = { operator: terms.operator, token: terms.token, salt, cumulative: ledger.signed };
  return { ...voucher, signature: await signVoucher(buyer.session, domain, voucher) };
}

/** Less than a tenth of the deposit is left. */
function isRunningLow({ signed, deposited }: ChannelLedger): boolean {
  return (deposited - signed) * 10n < deposited;
}

async function topUp(chain: Chain, domain: EscrowDomain, ledger: ChannelLedger): Promise<void> {
  const { terms, topUp: amount, buyer } = ledger.channel;
  await send(chain, buyer.account, escrowCalls.topUp(domain.verifyingContract, terms, amount));
  ledger.deposited += amount;
  ledger.toppingUp = undefined;
}
