import type { Command } from "commander";
import { contractAt } from "../../../sdk/contract-at.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { readLease } from "../../../sdk/read-lease.ts";
import { receiptDomain, verifyReceipt } from "../../../sdk/receipt.ts";
import type { SignedReceipt } from "../../../sdk/relayer-market.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { writeJsonFile } from "../../json-file.ts";
import { pickLease } from "../../leases/pick-lease.ts";
import { additionFacts, receiptFacts } from "../../leases/receipt-facts.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";

export function addReceiptShow(receipt: Command): void {
  receipt
    .command("show")
    .summary("what the chain says became of a lease, and what its operator signed of it")
    .argument("[lease]", "id or its beginning (default: the only one that is not final)")
    .option("--out <file>", "write the signed receipt there, for `receipt verify`")
    .action(answer([], (context, [id]: [string | undefined], { out }: { out?: string }) => show(context, id, out)));
}

async function show(context: Context, id: string | undefined, out: string | undefined): Promise<Report> {
  const { client, deployment } = context;
  const { leaseId } = await pickLease(context, id);
  const record = await readLease(client, deployment, leaseId);
  if (record === undefined)
    throw new MillraceError("There is no such lease.", { code: "lease-unknown", found: leaseId });
  const answered = await context.relayerIfSet?.leaseReceipt(leaseId);
  const signed = answered?.signed ?? undefined;
  const signedFacts = signed === undefined ? [unsigned(context)] : await checked(context, signed);
  if (out !== undefined) {
    if (signed === undefined) {
      throw new MillraceError("There is no signed receipt to write.", {
        code: "receipt-missing",
        found: leaseId,
        next: "Ask the operator for it, or a relayer that has it (--relayer).",
      });
    }
    writeJsonFile(out, { receipt: signed.receipt, signature: signed.signature });
  }
  return {
    json: { record, signed: signed ?? null, isCurrent: signed?.isCurrent },
    text: factsText([...receiptFacts(context, record), ...signedFacts]),
  };
}

function unsigned(context: Context): Fact {
  const why = context.relayerIfSet === undefined ? "no relayer is set" : "the relayer has none";
  return ["signed by", `nobody: ${why}`];
}

type Held = SignedReceipt & { readonly signer: `0x${string}`; readonly isCurrent: boolean };

/** The signature is checked here, not taken from the relayer's word; that it may sign for the operator is. */
async function checked(context: Context, { receipt, signature, signer, isCurrent }: Held): Promise<Fact[]> {
  const { deployment } = context;
  const domain = receiptDomain(deployment.chainId, contractAt(deployment, "Leases"));
  const by = await verifyReceipt(domain, receipt, signature, [signer]);
  return [
    ["signed by", `${by}, checked`],
    ["agrees with the chain", isCurrent ? "yes" : "NO: something happened since it was signed"],
    ...additionFacts(receipt),
  ];
}
