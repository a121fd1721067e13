import type { Command } from "commander";
import type { Hex } from "viem";
import { contractAt } from "../../../sdk/contract-at.ts";
import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { standingText } from "../../leases/offer-facts.ts";
import { loadOffer } from "../../leases/offer-source.ts";
import { readOfferStanding } from "../../leases/offer-standing.ts";
import { openedOutcome } from "../../leases/opened-outcome.ts";
import { addOrderOptions, type OrderOptions, parseOrder } from "../../leases/order-options.ts";
import { pickLease } from "../../leases/pick-lease.ts";
import { parseNonce, placeOrder } from "../../leases/place-order.ts";
import { type LeaseQuote, quoteLease } from "../../leases/quote.ts";
import { lockFacts, refundFacts } from "../../leases/quote-facts.ts";
import { tokenOf } from "../../leases/token-of.ts";
import { money, short } from "../../output/format.ts";
import type { Fact } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type OpenOptions = OrderOptions & {
  readonly signer?: string;
  readonly continues?: string;
  readonly nonce?: string;
};

export function addLeaseOpen(lease: Command): void {
  const command = lease
    .command("open")
    .summary("take offers: lock the price, and the operator's bond behind it")
    .description(
      "Takes one offer, or several at once: then all are opened or none, in one transaction. Each is taken with the same " +
        "--units and --duration. What is locked and what comes back is what `lease quote` says.",
    )
    .argument("<offer...>", "files that operators made, or ids at the relayer")
    .option("--signer <address>", "by voucher: whose vouchers count (default: this key)")
    .option("--continues <lease>", "the ended lease that this one goes on from")
    .option("--nonce <number>", "tells leases of the same offer apart (default: the time now)");
  addOrderOptions(command).action(
    answer(["calldata"], (context, [offers]: [readonly string[]], options: OpenOptions) =>
      open(context, offers, options),
    ),
  );
}

async function open(context: Context, texts: readonly string[], options: OpenOptions): Promise<Report> {
  const leases = contractAt(context.deployment, "Leases");
  const continues = options.continues === undefined ? {} : { continues: await predecessor(context, options.continues) };
  const nonce = parseNonce(options.nonce);
  const facts: Fact[] = [];
  const calls = [];
  const quotes: LeaseQuote[] = [];
  for (const [index, text] of texts.entries()) {
    const named = await loadOffer(context, text);
    const order = parseOrder(options, named);
    const standing = await readOfferStanding(context, named, order.units);
    const quote = await quoteLease(context, named, standing, order);
    const choice = { ...order, signer: options.signer, ...continues, nonce: nonce + BigInt(index) };
    calls.push(leaseCalls.open(leases, placeOrder(context, named, choice)));
    quotes.push(quote);
    if (texts.length > 1) facts.push(["offer", named.id]);
    facts.push(["operator", `${named.offer.operator}, tier ${standing.tier}`]);
    facts.push(...lockFacts(context, named.offer, quote), ...refundFacts(context, named.offer, quote));
    if (standing.obstacles.length > 0) facts.push(["MIND", standingText(standing)]);
    if (index === texts.length - 1) facts.push(await freeBalanceFact(context, named.offer.token, quotes));
  }
  const [first, ...others] = calls;
  const call = first !== undefined && others.length === 0 ? first : leaseCalls.multicall(leases, calls);
  const what = texts.length === 1 ? "open the lease" : `open ${texts.length} leases, all or none`;
  return runPlan(context, {
    facts,
    steps: [{ what, call }],
    json: { quotes },
    outcome: openedOutcome(leases),
  });
}

async function predecessor(context: Context, text: string): Promise<Hex> {
  return (await pickLease(context, text)).leaseId;
}

async function freeBalanceFact(context: Context, address: Hex, quotes: readonly LeaseQuote[]): Promise<Fact> {
  const token = tokenOf(context, address);
  const free = await context.reader.freeBalance(context.self(), address);
  const locked = quotes.reduce((sum, { price }) => sum + price, 0n);
  const after = free < locked ? "" : `, ${money(free - locked, token)} after`;
  return [`free balance of ${short(context.self())}`, `${money(free, token)}${after}`];
}
