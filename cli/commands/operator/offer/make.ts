import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { bytesToBigInt, zeroAddress } from "viem";
import { formatAmount, parseAmount } from "../../../../sdk/amount.ts";
import { contractsOf } from "../../../../sdk/contracts.ts";
import { MillraceError } from "../../../../sdk/error.ts";
import { gpuClassName, unitsPerGpu } from "../../../../sdk/gpu-class.ts";
import { meterings, type Offer, offerDigest, offerKinds, offersDomain, signOffer } from "../../../../sdk/offer.ts";
import { answer } from "../../../answer.ts";
import { type Context, parseAddress } from "../../../context.ts";
import { writeJsonFile } from "../../../json-file.ts";
import { mill } from "../../../mill.ts";
import { operatorOf } from "../../../operator/acting-as.ts";
import { type NodeFacts, pickNode } from "../../../operator/nodes.ts";
import { offersFolder } from "../../../operator/offer-files.ts";
import { duration, money, percent, time } from "../../../output/format.ts";
import { type Fact, factsText } from "../../../output/layout.ts";
import type { Report } from "../../../output/report.ts";
import { parseDuration } from "../../../parse-duration.ts";
import { parseWhole } from "../../../parse-number.ts";
import { parsePercent } from "../../../parse-percent.ts";
import { confirm } from "../../../transact/confirm.ts";

type MakeOptions = {
  readonly node?: string;
  readonly bond?: string;
  readonly min: string;
  readonly max: string;
  readonly uptime: string;
  readonly kind: (typeof offerKinds)[number];
  readonly metering: (typeof meterings)[number];
  readonly notice: string;
  readonly startWindow: string;
  readonly grace: string;
  readonly earlyExit: string;
  readonly buyer?: string;
  readonly uses: string;
  readonly expires: string;
  readonly salt?: string;
  readonly operator?: string;
  readonly out?: string;
  readonly post?: true;
};

export function addMake(offer: Command): void {
  offer
    .command("make")
    .summary("sign an offer, write it to a file, and post it to the relayer with --post")
    .description("Costs nothing and sends no transaction: a buyer takes the offer on chain with your signature.")
    .argument("<price>", "per GPU and hour, whole payment tokens")
    .option("--node <number>", "which node (default: the only one)")
    .option("--bond <amount>", "whole MILL per GPU, lost when you fail (default: the least of the class)")
    .option("--min <duration>", "least duration, which the buyer pays in any case", "1h")
    .option("--max <duration>", "longest duration, extensions included", "30d")
    .option("--uptime <percent>", "promised share of the time that the node is up", "99")
    .addOption(new Option("--kind <kind>", "who may end it early").choices(offerKinds).default("onDemand"))
    .addOption(new Option("--metering <way>", "how it is paid").choices(meterings).default("byTime"))
    .option("--notice <duration>", "before you take a spot lease back", "0s")
    .option("--start-window <duration>", "how soon after the opening you start it", "30min")
    .option("--grace <duration>", "by voucher: how long without one until you may release", "0s")
    .option("--early-exit <percent>", "reserved: what a buyer who leaves pays of the rest of the price", "0")
    .option("--buyer <address>", "for one buyer only")
    .option("--uses <number>", "how often it can be taken; 0 for any number", "0")
    .option("--expires <duration>", "until when it can be taken", "7d")
    .option("--salt <number>", "names the offer, for cancelling it (default: a random one)")
    .option("--operator <address>", "whose offer, if this key is the hot key (default: this account)")
    .option("--out <file>", `where it is written (default: ${offersFolder}/SALT.json)`)
    .option("--post", "post it to the relayer, where buyers search")
    .action(answer([], (context, [price]: [string], options: MakeOptions) => make(context, price, options)));
}

async function make(context: Context, price: string, options: MakeOptions): Promise<Report> {
  const { deployment, account, options: global, relayer } = context;
  const offer = await offerFrom(context, price, options);
  await checkKey(context, offer);
  const file = options.out ?? path.join(offersFolder, `${offer.salt}.json`);
  const facts = await offerFacts(context, offer, file);
  if (global.dryRun === true) {
    return { json: { dryRun: true, offer }, text: `${factsText(facts)}\n\nNothing was signed: dry run.` };
  }
  if (global.output === "pretty") console.error(`${factsText(facts)}\n`);
  await confirm(global, options.post ? "Sign it, and post it to the relayer?" : "Sign it?");

  const domain = offersDomain(deployment.chainId, contractsOf(deployment).offers.address);
  const signature = await signOffer(account(), domain, offer);
  mkdirSync(path.dirname(file), { recursive: true });
  writeJsonFile(file, { offer, signature });
  const posted = options.post ? await relayer().postOffer({ offer, signature }) : undefined;
  const id = offerDigest(domain, offer);
  const next =
    posted === undefined ? "Give the file to buyers, or post it with --post." : "Posted: buyers find it now.";
  return { json: { dryRun: false, id, file, offer, signature, posted: posted ?? null }, text: `${file}\n${next}` };
}

/** The offer of these options. @throws MillraceError for one that is wrong, before anything is signed */
async function offerFrom(context: Context, price: string, options: MakeOptions): Promise<Offer> {
  const { client, deployment, token } = context;
  const { offers, nodes } = contractsOf(deployment);
  const operator = operatorOf(context, options.operator);
  const [{ timestamp }, counter, node] = await Promise.all([
    client.getBlock(),
    client.readContract({ ...offers, functionName: "offerCounter", args: [operator] }),
    pickNode(context, operator, options.node),
  ]);
  checkNode(node, operator);
  const { leastBondPerUnit } = await client.readContract({ ...nodes, functionName: "class", args: [node.classId] });
  return {
    operator,
    nodeId: node.nodeId,
    token: token.address,
    pricePerUnitHour: perUnit(parseAmount(price, token.decimals), "The price", token.decimals),
    minSeconds: parseDuration(options.min, "--min"),
    maxSeconds: parseDuration(options.max, "--max"),
    bondPerUnit: options.bond === undefined ? leastBondPerUnit : bondFrom(options.bond, leastBondPerUnit),
    promisedUptimeBps: parsePercent(options.uptime, "--uptime"),
    kind: offerKinds.indexOf(options.kind),
    metering: meterings.indexOf(options.metering),
    noticeSeconds: onlyFor(options.kind === "spot", parseDuration(options.notice, "--notice"), "--notice", "spot"),
    startWindowSeconds: parseDuration(options.startWindow, "--start-window"),
    graceSeconds: onlyFor(
      options.metering === "byVoucher",
      parseDuration(options.grace, "--grace"),
      ...(["--grace", "byVoucher"] as const),
    ),
    earlyExitBps: onlyFor(
      options.kind === "reserved",
      parsePercent(options.earlyExit, "--early-exit"),
      ...(["--early-exit", "reserved"] as const),
    ),
    buyer: options.buyer === undefined ? zeroAddress : parseAddress(options.buyer, "--buyer"),
    uses: Number(parseWhole(options.uses, "--uses")),
    expiresAt: Number(timestamp) + parseDuration(options.expires, "--expires"),
    counter,
    salt:
      options.salt === undefined ? bytesToBigInt(randomBytes(8)) : parseWhole(options.salt, "--salt", { bits: 256 }),
  };
}

function checkNode(node: NodeFacts, operator: string): void {
  if (node.operator === operator && node.active) return;
  throw new MillraceError("The node cannot be offered.", {
    code: "node-unknown",
    found: `node ${node.nodeId} of ${node.operator}, ${node.active ? "active" : "retired"}`,
    expected: `an active node of ${operator}`,
    next: "List yours with `millrace operator node list`.",
  });
}

/** An amount per GPU as one per unit, exactly. @throws MillraceError `bad-amount` */
function perUnit(perGpu: bigint, what: string, decimals: number): bigint {
  if (perGpu % unitsPerGpu === 0n) return perGpu / unitsPerGpu;
  const below = perGpu - (perGpu % unitsPerGpu);
  throw new MillraceError(`${what} does not divide into units of a thousandth of a GPU.`, {
    code: "bad-amount",
    found: formatAmount(perGpu, decimals),
    expected: `${formatAmount(below, decimals)} or ${formatAmount(below + unitsPerGpu, decimals)}, for example`,
  });
}

function bondFrom(text: string, least: bigint): bigint {
  const bond = perUnit(parseAmount(text, 18), "The bond", 18);
  if (bond >= least) return bond;
  throw new MillraceError("The bond is below the least of the class.", {
    code: "bond-too-small",
    found: `${text} MILL per GPU`,
    expected: `at least ${mill(least * unitsPerGpu)} per GPU`,
  });
}

function onlyFor<T extends number>(fits: boolean, value: T, option: string, kind: string): T {
  if (fits || value === 0) return value;
  throw new MillraceError(`${option} does not fit this offer.`, {
    code: "bad-offer",
    found: `${option} ${value}`,
    expected: `an offer that is ${kind}`,
    next: `Leave ${option} out, or make the offer ${kind}.`,
  });
}

/** @throws MillraceError `not-the-operators-key` if the contract would not take this key's signature */
async function checkKey({ client, deployment, account }: Context, { operator }: Offer): Promise<void> {
  const { offers } = contractsOf(deployment);
  const key = account().address;
  if (await client.readContract({ ...offers, functionName: "actsFor", args: [key, operator] })) return;
  throw new MillraceError("This key does not sign for that operator.", {
    code: "not-the-operators-key",
    found: key,
    expected: `${operator}, or a key that it has named`,
    next: "The operator names it: millrace operator key set ADDRESS",
  });
}

async function offerFacts(context: Context, offer: Offer, file: string): Promise<Fact[]> {
  const { client, deployment, token } = context;
  const { nodes } = contractsOf(deployment);
  const node = await client.readContract({ ...nodes, functionName: "node", args: [offer.nodeId] });
  return [
    ["node", `${offer.nodeId}, ${gpuClassName(node.classId)}, ${node.units - node.leasedUnits} units free`],
    ["price", `${money(offer.pricePerUnitHour * unitsPerGpu, token)} per GPU and hour`],
    ["bond", `${mill(offer.bondPerUnit * unitsPerGpu)} per GPU: what you can lose without a dispute`],
    ["duration", `${duration(BigInt(offer.minSeconds))} to ${duration(BigInt(offer.maxSeconds))}`],
    ["kind", `${offerKinds[offer.kind]}, paid ${meterings[offer.metering]}`],
    ["promised uptime", percent(BigInt(offer.promisedUptimeBps))],
    ["start within", duration(BigInt(offer.startWindowSeconds))],
    ["can be taken until", time(BigInt(offer.expiresAt))],
    ["salt", String(offer.salt)],
    ["file", existsSync(file) ? `${file}, which is replaced` : file],
  ];
}
