import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { disputeKinds } from "../../sdk/dispute.ts";
import { MillraceError } from "../../sdk/error.ts";
import { readSettingAt } from "../../sdk/setting.ts";
import { slashDueDown, slashParts, splitSlash } from "../../sdk/slash-math.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { readSlash } from "../operator/slashes.ts";
import { readAnswerable } from "./answerable.ts";
import type { Checked } from "./checked.ts";

/** What the fault's kind takes, by the name of its setting. */
const shareSettings = {
  wrongResult: "wrongResultBps",
  wrongHardware: "wrongHardwareBps",
  doubleSold: "doubleSoldBps",
  dataMisuse: "dataMisuseBps",
} as const;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** A slash from events and settings of then, beside what the chain says. @throws MillraceError `no-slash` */
export async function explainSlash(context: Context, disputeId: bigint) {
  const { client, deployment } = context;
  const { staking, disputes } = contractsOf(deployment);
  const [[opened], [frozen], [booked], payments, slash] = await Promise.all([
    readContractEvents(client, disputes, "DisputeOpened", { disputeId }),
    readContractEvents(client, staking, "SlashFrozen", { disputeId }),
    readContractEvents(client, staking, "SlashBooked", { disputeId }),
    readContractEvents(client, staking, "SlashPaid", { disputeId }),
    readSlash(context, disputeId),
  ]);
  const kind = disputeKinds[opened?.args.kind ?? -1];
  if (opened === undefined || frozen === undefined || kind === undefined || kind === "outage") {
    throw new MillraceError("This dispute can take no slash.", {
      code: "no-slash",
      found:
        opened === undefined ? `no dispute ${disputeId}` : `dispute ${disputeId}: contest of an outage's compensation`,
      expected: "the number of a dispute that claims a fault",
    });
  }
  const setting = (name: string) => readSettingAt(client, deployment, name, frozen);
  const [there, settings] = await Promise.all([
    readAnswerable(context, slash.operator, frozen),
    Promise.all([shareSettings[kind], "delegatedSlashCapBps", "bountyBps", "buyerSlashBps"].map(setting)),
  ]);
  const [shareBps = 0n, capBps = 0n, bountyBps = 0n, buyerBps = 0n] = settings;
  const parts = slashParts(there.own, there.delegated, shareBps, capBps);
  const all = `⌈(${mill(there.own)} + ${mill(there.delegated)}) · ${shareBps} / 10000⌉`;
  const checks: Checked[] = [
    { what: "frozen of own", formula: `min(${all}, own)`, computed: parts.own, onChain: frozen.args.ownPart },
    {
      what: "frozen of delegated",
      formula: `min(what is left of it, ${mill(there.delegated)} · ${capBps} / 10000)`,
      computed: parts.delegated,
      onChain: frozen.args.delegatedPart,
    },
  ];
  if (booked !== undefined) {
    checks.push(...(await takenChecks(context, booked, parts, slash.operator)));
    const taken = { own: booked.args.ownTaken, delegated: booked.args.delegatedTaken };
    const split = splitSlash(taken, slash.pendingTaken, bountyBps, buyerBps);
    const whole = taken.own + taken.delegated;
    const sum = (part: "bounty" | "toBuyer" | "burned") => payments.reduce((total, { args }) => total + args[part], 0n);
    const due = (amount: bigint) => slashDueDown(amount, slash.paid, whole);
    const [bounty, toBuyer] = [due(split.bounty), due(split.toBuyer)];
    const half = `, at most ${mill((taken.own - slash.pendingTaken) / 2n)} with the buyer's`;
    checks.push(
      {
        what: "bounty",
        formula: `⌊${mill(whole)} · ${bountyBps} / 10000⌋${half}`,
        computed: bounty,
        onChain: sum("bounty"),
      },
      {
        what: "to the buyer",
        formula: `⌊${mill(whole)} · ${buyerBps} / 10000⌋, what the half leaves`,
        computed: toBuyer,
        onChain: sum("toBuyer"),
      },
      {
        what: "burned",
        formula: "all the rest of what is paid out",
        computed: slash.paid - bounty - toBuyer,
        onChain: sum("burned"),
      },
    );
  }
  return { kind, slash, shareBps, capBps, there, checks };
}

/** What is taken is what was frozen, as far as it is there when the slash is booked. */
async function takenChecks(
  context: Context,
  booked: { readonly args: { readonly ownTaken: bigint; readonly delegatedTaken: bigint } } & Parameters<
    typeof readAnswerable
  >[2],
  parts: { readonly own: bigint; readonly delegated: bigint },
  operator: Parameters<typeof readAnswerable>[1],
): Promise<Checked[]> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const [then, forfeits, ended] = await Promise.all([
    readAnswerable(context, operator, booked),
    readContractEvents(client, staking, "FrozenForfeited", { operator }),
    readContractEvents(client, staking, "PoolGenerationEnded", { operator }),
  ]);
  // Leavers have paid part of what was frozen of delegated stake, and a pool of less than 1 MILL is taken whole: then the
  // parts of other disputes would have to be told apart, and what the chain took is shown as it is.
  const isPlain = forfeits.length === 0 && ended.length === 0;
  const own = isPlain ? least(parts.own, then.own) : booked.args.ownTaken;
  const delegated = isPlain ? least(parts.delegated, then.delegated) : booked.args.delegatedTaken;
  const formula = isPlain ? "what was frozen, as far as it is there" : "as the chain says; delegators left meanwhile";
  return [
    { what: "taken of own", formula, computed: own, onChain: booked.args.ownTaken },
    { what: "taken of delegated", formula, computed: delegated, onChain: booked.args.delegatedTaken },
  ];
}
