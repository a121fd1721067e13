import type { Command } from "commander";
import { Option } from "commander";
import type { Settings } from "./settings.ts";

export const outputs = ["pretty", "json", "calldata", "safe", "csv"] as const;
export type Output = (typeof outputs)[number];

/** Options that every command takes. */
export type GlobalOptions = Settings & {
  readonly output: Output;
  /** Only show what would be sent. */
  readonly dryRun?: boolean;
  /** Send without asking. */
  readonly yes?: boolean;
  /** Act for this account where nothing has to be signed. */
  readonly from?: string;
};

export function addGlobalOptions(program: Command): void {
  program
    .option("--rpc <url>", "the chain's node (MILLRACE_RPC_URL)")
    .option("--deployment <file>", "the addresses file (MILLRACE_DEPLOYMENT)")
    .option("--relayer <url>", "the relayer (MILLRACE_RELAYER_URL)")
    .option("--keystore <file>", "encrypted key (MILLRACE_KEYSTORE)")
    .option("--password-file <file>", "holds the keystore's password (MILLRACE_PASSWORD_FILE)")
    .option("--key-file <file>", "a bare private key, for development (MILLRACE_KEY_FILE)")
    .option("--token <symbol>", "payment token, if there are several (MILLRACE_TOKEN)")
    .option("--from <address>", "act for this account where nothing is signed: dry runs, calldata, questions")
    .addOption(new Option("--output <form>", "how to answer").choices(outputs).default("pretty"))
    .option("--dry-run", "check everything, show what would be sent, send nothing")
    .option("-y, --yes", "send without asking");
}
