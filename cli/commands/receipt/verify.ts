import type { Command } from "commander";
import { contractAt } from "../../../sdk/contract-at.ts";
import { loadDeployment } from "../../../sdk/deployment.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { receiptDomain, verifyReceipt } from "../../../sdk/receipt.ts";
import { signedReceiptSchema } from "../../../sdk/relayer-market.ts";
import { answerOffline } from "../../answer.ts";
import { parseAddress } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { readJsonFile } from "../../json-file.ts";
import { additionFacts, receiptFacts } from "../../leases/receipt-facts.ts";
import { factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { loadSettings } from "../../settings.ts";

type VerifyOptions = GlobalOptions & { readonly key?: readonly string[] };

export function addReceiptVerify(receipt: Command): void {
  receipt
    .command("verify")
    .summary("check a signed receipt without asking anybody: neither chain nor relayer")
    .description(
      "Needs the addresses file alone. Holds the lease's id against its terms, the amounts against the price, and the " +
        "signature against the operator, or against keys that you know to be the operator's.",
    )
    .argument("<file>", "{receipt, signature}, as `receipt show --out` writes it; - is standard input")
    .option("--key <address...>", "keys that the operator had named")
    .action(answerOffline(([file]: [string], options: VerifyOptions) => verify(file, options)));
}

async function verify(file: string, options: VerifyOptions): Promise<Report> {
  const { deployment: addresses } = loadSettings(options, process.env);
  if (addresses === undefined) {
    throw new MillraceError("Which deployment is it of?", {
      code: "setting-missing",
      expected: "--deployment, MILLRACE_DEPLOYMENT, or a file written by `millrace init`",
    });
  }
  const deployment = await loadDeployment(addresses);
  const { receipt, signature } = readJsonFile(
    file,
    signedReceiptSchema,
    "signed receipt",
    "`millrace receipt show --out`",
  );
  const keys = (options.key ?? []).map((key) => parseAddress(key, "--key"));
  const domain = receiptDomain(deployment.chainId, contractAt(deployment, "Leases"));
  const signer = await verifyReceipt(domain, receipt, signature, keys);
  const facts = factsText([...receiptFacts({ deployment }, receipt), ["signed by", signer], ...additionFacts(receipt)]);
  return { json: { isGood: true, signer, receipt }, text: `${facts}\n\nIt is good: whoever signed stands behind it.` };
}
