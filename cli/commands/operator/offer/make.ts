import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { contractsOf } from "../../../../sdk/contracts.ts";
import { gpuClassName, unitsPerGpu } from "../../../../sdk/gpu-class.ts";
import { meterings, type Offer, offerDigest, offerKinds, offersDomain, signOffer } from "../../../../sdk/offer.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import { writeJsonFile } from "../../../json-file.ts";
import { mill } from "../../../mill.ts";
import { checkKey } from "../../../operator/check-key.ts";
import { offersFolder } from "../../../operator/offer-files.ts";
import { type OfferOptions, offerFromOptions } from "../../../operator/offer-options.ts";
import { duration, money, percent, time } from "../../../output/format.ts";
import { type Fact, factsText } from "../../../output/layout.ts";
import type { Report } from "../../../output/report.ts";
import { confirm } from "../../../transact/confirm.ts";

type MakeOptions = OfferOptions & { readonly out?: string; readonly post?: true };

export function addMake(offer: Command): void {
  offer
    .command("make")
    .summary("sign an offer, write it to a file, and post it to the relayer with --post")
    .description("Costs nothing and sends no transaction: a buyer takes the offer on chain with your signature.")
    .argument("<price>", "per GPU and hour, whole payment tokens")
    .option("--node <number>", "which node (default: the only one)")
    .option("--bond <amount>", "whole MILL per GPU, lost when you fail (default: the least of the class)")
    .option("--min <duration>", "by time: least duration, which the buyer pays in any case (default: 1h)")
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
  const offer = await offerFromOptions(context, price, options);
  await checkKey(context, offer.operator);
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
