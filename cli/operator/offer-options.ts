import { randomBytes } from "node:crypto";
import { bytesToBigInt, zeroAddress } from "viem";
import { formatAmount, parseAmount } from "../../sdk/amount.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { MillraceError } from "../../sdk/error.ts";
import { unitsPerGpu } from "../../sdk/gpu-class.ts";
import { meterings, mostOfferSeconds, mostStartWindowSeconds, type Offer, offerKinds } from "../../sdk/offer.ts";
import { type Context, parseAddress } from "../context.ts";
import { mill } from "../mill.ts";
import { duration } from "../output/format.ts";
import { parseDuration } from "../parse-duration.ts";
import { parseWhole } from "../parse-number.ts";
import { parsePercent } from "../parse-percent.ts";
import { operatorOf } from "./acting-as.ts";
import { type NodeFacts, pickNode } from "./nodes.ts";

/** An offer as it is asked for on the command line. */
export type OfferOptions = {
  readonly node?: string;
  readonly bond?: string;
  readonly min?: string;
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
};

/** The offer of these options. @throws MillraceError for one that is wrong, before anything is signed */
export async function offerFromOptions(context: Context, price: string, options: OfferOptions): Promise<Offer> {
  const { client, deployment, token } = context;
  const { offers, nodes } = contractsOf(deployment);
  const operator = operatorOf(context, options.operator);
  const [{ timestamp }, counter, node] = await Promise.all([
    client.getBlock(),
    client.readContract({ ...offers, functionName: "offerCounter", args: [operator] }),
    pickNode(context, operator, options.node),
  ]);
  checkNode(node, operator);
  const byVoucher = options.metering === "byVoucher";
  const isReserved = options.kind === "reserved";
  if (byVoucher && isReserved) throw reservedByVoucher();
  const { leastBondPerUnit } = await client.readContract({ ...nodes, functionName: "class", args: [node.classId] });
  return {
    operator,
    nodeId: node.nodeId,
    token: token.address,
    pricePerUnitHour: perUnit(parseAmount(price, token.decimals), "The price", token.decimals),
    minSeconds: onlyFor(
      !byVoucher,
      parseDuration(options.min ?? (byVoucher ? "0s" : "1h"), "--min"),
      "--min",
      "byTime",
    ),
    maxSeconds: atMost(mostOfferSeconds, parseDuration(options.max, "--max"), "--max"),
    bondPerUnit: options.bond === undefined ? leastBondPerUnit : bondFrom(options.bond, leastBondPerUnit),
    promisedUptimeBps: parsePercent(options.uptime, "--uptime"),
    kind: offerKinds.indexOf(options.kind),
    metering: meterings.indexOf(options.metering),
    noticeSeconds: onlyFor(options.kind === "spot", parseDuration(options.notice, "--notice"), "--notice", "spot"),
    startWindowSeconds: atMost(
      mostStartWindowSeconds,
      parseDuration(options.startWindow, "--start-window"),
      "--start-window",
    ),
    graceSeconds: onlyFor(byVoucher, parseDuration(options.grace, "--grace"), "--grace", "byVoucher"),
    earlyExitBps: onlyFor(isReserved, parsePercent(options.earlyExit, "--early-exit"), "--early-exit", "reserved"),
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

function reservedByVoucher(): MillraceError {
  return new MillraceError("A reserved offer is not paid by voucher.", {
    code: "bad-offer",
    found: "--kind reserved --metering byVoucher",
    expected: "reserved and by time, or by voucher and on demand or spot",
    next: "By voucher nothing is paid for leaving early: choose one of the two.",
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

function atMost(most: number, seconds: number, option: string): number {
  if (seconds <= most) return seconds;
  throw new MillraceError(`${option} is longer than an offer may say.`, {
    code: "bad-offer",
    found: duration(BigInt(seconds)),
    expected: `at most ${duration(BigInt(most))}`,
    next: `Give a shorter ${option}.`,
  });
}
