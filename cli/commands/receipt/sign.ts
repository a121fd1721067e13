import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { contractAt } from "../../../sdk/contract-at.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { readLease } from "../../../sdk/read-lease.ts";
import { type LeaseReceipt, receiptDomain, receiptOf, signReceipt } from "../../../sdk/receipt.ts";
import type { RelayerClient } from "../../../sdk/relayer-client.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { writeJsonFile } from "../../json-file.ts";
import { pickLease } from "../../leases/pick-lease.ts";
import { type AdditionOptions, readAdditions } from "../../leases/receipt-additions.ts";
import { additionFacts, receiptFacts } from "../../leases/receipt-facts.ts";
import { asIfBy, operatorOf } from "../../operator/acting-as.ts";
import { checkKey } from "../../operator/check-key.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { confirm } from "../../transact/confirm.ts";

type SignOptions = AdditionOptions & { readonly operator?: string; readonly out?: string; readonly post?: true };

/** Where it is written, below the folder it runs in. */
const receiptsFolder = ".millrace/receipts";

export function addReceiptSign(receipt: Command): void {
  receipt
    .command("sign")
    .summary("as its operator, sign what became of an ended lease, and post it to the relayer with --post")
    .description(
      "Signs what the chain says of the lease, with your note and the hashes of what was computed. Costs nothing and " +
        "sends no transaction. Of two receipts of a lease the later one counts.",
    )
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .option("--note <text>", "your own words", "")
    .option("--result <file...>", "what was computed: the keccak-256 of each file goes into the receipt, in this order")
    .option("--operator <address>", "whose lease, if this key is the hot key (default: this account)")
    .option("--out <file>", `where it is written (default: ${receiptsFolder}/LEASE.json)`)
    .option("--post", "post it to the relayer, where the buyer finds it")
    .action(answer([], (context, [id]: [string | undefined], options: SignOptions) => sign(context, id, options)));
}

async function sign(context: Context, id: string | undefined, options: SignOptions): Promise<Report> {
  const { deployment, account, options: global } = context;
  const relayer = options.post ? context.relayer() : undefined;
  const receipt = await unsigned(context, id, options, relayer);
  await checkKey(context, receipt.terms.offer.operator);
  const facts = factsText([...receiptFacts(context, receipt), ...additionFacts(receipt)]);
  if (global.dryRun === true) {
    return { json: { dryRun: true, receipt }, text: `${facts}\n\nNothing was signed: dry run.` };
  }
  if (global.output === "pretty") console.error(`${facts}\n`);
  await confirm(global, options.post ? "Sign it, and post it to the relayer?" : "Sign it?");

  const domain = receiptDomain(deployment.chainId, contractAt(deployment, "Leases"));
  const signature = await signReceipt(account(), domain, receipt);
  const file = options.out ?? path.join(receiptsFolder, `${receipt.leaseId}.json`);
  if (options.out === undefined) mkdirSync(receiptsFolder, { recursive: true });
  writeJsonFile(file, { receipt, signature });
  const posted = await relayer?.postReceipt({ receipt, signature });
  const next =
    posted === undefined
      ? "Give the file to the buyer, or post it with --post."
      : "Posted: `millrace receipt show` finds it.";
  return { json: { dryRun: false, file, receipt, signature, posted: posted ?? null }, text: `${file}\n${next}` };
}

/** Of now by the chain's clock, and later than the one that the relayer has, which it is to replace. */
async function unsigned(
  context: Context,
  id: string | undefined,
  options: SignOptions,
  relayer: RelayerClient | undefined,
): Promise<LeaseReceipt> {
  const { client, deployment } = context;
  const additions = readAdditions(options);
  const { leaseId } = await pickLease(asIfBy(context, operatorOf(context, options.operator)), id);
  const [record, { timestamp }, answered] = await Promise.all([
    readLease(client, deployment, leaseId),
    client.getBlock(),
    relayer?.leaseReceipt(leaseId),
  ]);
  if (record === undefined) {
    throw new MillraceError("There is no such lease.", { code: "lease-unknown", found: leaseId });
  }
  const kept = answered?.signed?.receipt.issuedAt ?? 0;
  return receiptOf(record, { ...additions, issuedAt: Math.max(Number(timestamp), kept + 1) });
}
