import type { Command } from "commander";
import { gpuClassName } from "../../../sdk/gpu-class.ts";
import { leaseReader } from "../../../sdk/lease-reader.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { readCompensations } from "../../leases/compensations.ts";
import { mill } from "../../mill.ts";
import { operatorOf } from "../../operator/acting-as.ts";
import { readEarned, readLeasesOf } from "../../operator/earned.ts";
import { checkText, nextTier } from "../../operator/next-tier.ts";
import { readNodes } from "../../operator/nodes.ts";
import { readRewards } from "../../operator/rewards.ts";
import { sectionsText } from "../../operator/sections.ts";
import { readSlashes } from "../../operator/slashes.ts";
import { readStake, readWalletMill } from "../../operator/stake-facts.ts";
import { readStanding, readTierRules } from "../../operator/standing.ts";
import { type StatusFacts, statusInJson } from "../../operator/status-json.ts";
import { countdown, readOwnThaws } from "../../operator/thaws.ts";
import { duration, money, percent } from "../../output/format.ts";
import type { Fact } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addStatus(operator: Command): void {
  operator
    .command("status", { isDefault: true })
    .summary("am I earning? earnings, stake, record, nodes and leases on one screen")
    .argument("[operator]", "an address (default: this account)")
    .action(answer([], (context, [who]: [string | undefined]) => status(context, who)));
}

async function status(context: Context, who: string | undefined): Promise<Report> {
  const operator = operatorOf(context, who);
  const { client, deployment } = context;
  const [block, found] = await Promise.all([client.getBlock(), leaseReader(client, deployment).opened({ operator })]);
  const now = block.timestamp;
  const ids = found.map(({ leaseId }) => leaseId);
  const [earned, leases, stake, wallet, rewards, standing, rules, nodes, compensations, slashes, thaws] =
    await Promise.all([
      readEarned(context, operator),
      readLeasesOf(context, found, now),
      readStake(context, operator),
      readWalletMill(context, operator),
      readRewards(context, operator),
      readStanding(context, operator, block),
      readTierRules(context),
      readNodes(context, operator),
      found.length === 0 ? [] : readCompensations(context, ids, now),
      readSlashes(context, operator),
      readOwnThaws(context, operator),
    ]);
  const facts: StatusFacts = {
    ...{ operator, token: context.token, now, earned, leases, stake, wallet, rewards, standing },
    ...{ next: nextTier(rules, standing), nodes: nodes.filter(({ active }) => active), compensations, slashes, thaws },
  };
  return { json: statusInJson(facts), text: statusText(facts) };
}

function statusText(facts: StatusFacts): string {
  return `${verdict(facts)}\n\n${sectionsText([
    ["Earnings", earningsFacts(facts)],
    ["Stake", stakeFacts(facts)],
    ["Record", recordFacts(facts)],
    ["Nodes and leases", workFacts(facts)],
    ["Earned beside lost", balanceFacts(facts)],
  ])}`;
}

/** The first line answers the first question. */
function verdict({ operator, leases, nodes, now }: StatusFacts): string {
  const running = leases.filter(({ slot }) => slot.state === "running").length;
  const waiting = leases.filter(({ slot }) => slot.state === "open").length;
  const live = nodes.filter(({ attestedUntil }) => BigInt(attestedUntil) > now).length;
  const more = waiting > 0 ? ` ${waiting} to start: millrace operator lease list` : "";
  if (running > 0) return `${operator} is earning: ${running} lease${running > 1 ? "s" : ""} running.${more}`;
  if (waiting > 0) return `${operator} does not earn yet.${more}`;
  if (live > 0) return `${operator} does not earn now: no lease is running. Next: millrace operator offer make`;
  return `${operator} does not earn: it has no attested node. Next: millrace operator node register`;
}

function earningsFacts({ earned, token, leases }: StatusFacts): Fact[] {
  const due = leases
    .filter((lease) => lease.slot.state === "running" && lease.isByTime && lease.token.address === token.address)
    .reduce((sum, lease) => sum + lease.due - lease.channel.settled, 0n);
  return [
    ["gross, settled", money(earned.gross, token)],
    ["fees", `${money(earned.protocolFee, token)} protocol, ${money(earned.relayerFee, token)} relayer`],
    ["net", money(earned.net, token)],
    ["claimed", money(earned.claimed, token)],
    [
      "unclaimed",
      `${money(earned.unclaimed, token)}${earned.unclaimed > 0n ? "  (millrace earnings --withdraw)" : ""}`,
    ],
    ["earned by time, not settled yet", `${money(due, token)} before fees`],
  ];
}

function stakeFacts({ stake, wallet, thaws, now }: StatusFacts): Fact[] {
  const { bps, nextBps, effectiveAt } = stake.commission;
  const coming = effectiveAt > now ? `, ${percent(nextBps)} ${countdown(effectiveAt, now)}` : "";
  const thawing = thaws.map(({ index, tokens, maturesAt }): Fact => {
    return [`thaw ${index}`, `${mill(tokens)}, ${countdown(maturesAt, now)}`];
  });
  return [
    ["own", `${mill(stake.own)}; free ${mill(stake.free)}, bonded ${mill(stake.bonded)}, locked ${mill(stake.locked)}`],
    ["thawing", mill(stake.ownThawing)],
    ...thawing,
    ["delegated", `${mill(stake.delegated)}, thawing ${mill(stake.delegatedThawing)}`],
    ["commission", `${percent(bps)}${coming}`],
    ["pending compensation", mill(stake.pending)],
    ["frozen by disputes", `${mill(stake.frozenOwn)} of own, ${mill(stake.frozenDelegated)} of delegated`],
    ["wallet", mill(wallet)],
    ["credit", `${mill(stake.credit)}${stake.credit > 0n ? "  (millrace credit withdraw)" : ""}`],
  ];
}

function recordFacts({ standing, next }: StatusFacts): Fact[] {
  const { tier, currentTier } = standing;
  const stale = tier === currentTier ? "" : `; ${currentTier} once refreshed (millrace explain tier)`;
  const missing = next?.checks.filter(({ isMet }) => !isMet) ?? [];
  const noRecord = standing.since === 0n ? "a first lease that ends well" : "";
  const lacks = [noRecord, ...missing.map(checkText)].filter((text) => text !== "");
  return [
    ["score", percent(standing.standing.score)],
    ["tier", `${tier}${stale}`],
    ...lacks.map((text, index): Fact => [index === 0 ? `for tier ${next?.rule.tier}` : "", text]),
  ];
}

function workFacts({ nodes, leases, standing, now }: StatusFacts): Fact[] {
  const { units, leasedUnits } = standing;
  const states = ["open", "running", "ended", "final"] as const;
  const count = (state: string): number => leases.filter(({ slot }) => slot.state === state).length;
  return [
    ...nodes.map((node): Fact => {
      const left = BigInt(node.attestedUntil) - now;
      const attested = left > 0n ? `attested for ${duration(left)} more` : "ATTESTATION EXPIRED: node renew";
      const use = `${node.leasedUnits} of ${node.units} units leased`;
      return [`node ${node.nodeId}`, `${gpuClassName(node.classId)}, ${use}, ${attested}`];
    }),
    ["units", `${leasedUnits} leased, ${units - leasedUnits} free`],
    ["leases", states.map((state) => `${count(state)} ${state}`).join(", ")],
  ];
}

function balanceFacts({ earned, token, rewards, slashes, compensations }: StatusFacts): Fact[] {
  const taken = slashes.reduce((sum, { ownTaken }) => sum + ownTaken, 0n);
  const lost = compensations.reduce((sum, { worth, paid }) => sum + worth + paid, 0n);
  return [
    ["earned, net", money(earned.net, token)],
    ["rewards of own stake", mill(rewards.own)],
    ["slashed", `${mill(taken)} of own stake, in ${slashes.filter(({ state }) => state === "booked").length} disputes`],
    ["compensated", `${mill(lost)}, in ${compensations.filter(({ state }) => state !== "returned").length} bookings`],
  ];
}
