import { formatAmount, parseAmount } from "../sdk/amount.ts";
import { saltOf } from "../sdk/channel.ts";
import { MillraceError } from "../sdk/error.ts";
import type { SignedVoucher } from "../sdk/relayer-vouchers.ts";
import { signVoucher } from "../sdk/voucher.ts";
import { type ChannelFacts, readChannelFacts } from "./channel-facts.ts";
import type { Context } from "./context.ts";
import { money } from "./output/format.ts";
import { pickChannel } from "./pick-channel.ts";

/** How much to sign for: more than before, or a total. Whole tokens. */
export type SignOptions = { readonly add?: string; readonly cumulative?: string };

/**
 * Sign a voucher of a channel with this key.
 * @throws MillraceError `bad-amount`, `not-the-signer`, `channel-closed`, `over-deposit` or `not-more`
 */
export async function signForChannel(
  context: Context,
  id: string | undefined,
  options: SignOptions,
): Promise<{ voucher: SignedVoucher; facts: ChannelFacts }> {
  const { token, domain, account } = context;
  const facts = await readFacts(context, id, options);
  const { terms } = facts.opening;
  const cumulative = cumulativeOf(facts, options, token.decimals);
  check(context, facts, cumulative);
  const voucher = { operator: terms.operator, token: terms.token, salt: saltOf(terms), cumulative };
  return { facts, voucher: { ...voucher, signature: await signVoucher(account(), domain, voucher) } };
}

/** What to add to is what was signed before, and only a relayer that answers knows that. */
async function readFacts(context: Context, id: string | undefined, { add }: SignOptions): Promise<ChannelFacts> {
  const opening = await pickChannel(context, id);
  if (add === undefined) return readChannelFacts(context, opening);
  if (context.relayerIfSet !== undefined) return readChannelFacts(context, opening, "relayer must answer");
  throw new MillraceError("What was signed before is not known without a relayer.", {
    code: "bad-amount",
    expected: "--cumulative with everything since the channel was opened, or a relayer (--relayer)",
  });
}

function cumulativeOf({ owed }: ChannelFacts, { add, cumulative }: SignOptions, decimals: number): bigint {
  if (add !== undefined && cumulative === undefined) return owed + parseAmount(add, decimals);
  if (cumulative !== undefined && add === undefined) return parseAmount(cumulative, decimals);
  throw new MillraceError("How much?", {
    code: "bad-amount",
    expected: `either --add (on top of ${formatAmount(owed, decimals)}) or --cumulative (all together)`,
  });
}

function check({ token, account }: Context, facts: ChannelFacts, cumulative: bigint): void {
  const { terms, channelId } = facts.opening;
  if (facts.phase === "closed") {
    throw new MillraceError("The channel is closed.", {
      code: "channel-closed",
      found: channelId,
      next: "Open a new one with `millrace open`.",
    });
  }
  if (terms.signer !== account().address) {
    throw new MillraceError("This key's vouchers do not count in this channel.", {
      code: "not-the-signer",
      found: account().address,
      expected: terms.signer,
      next: "Sign with the channel's signer: --keystore or --key-file.",
    });
  }
  if (cumulative > facts.state.deposited) {
    throw new MillraceError("That is more than is deposited; the operator would not be paid for it.", {
      code: "over-deposit",
      found: money(cumulative, token),
      expected: `at most ${money(facts.state.deposited, token)}`,
      next: "Add money with `millrace top-up`.",
    });
  }
  if (cumulative <= facts.owed) {
    throw new MillraceError("That is not more than was signed or settled already.", {
      code: "not-more",
      found: money(cumulative, token),
      expected: `more than ${money(facts.owed, token)}`,
    });
  }
}
