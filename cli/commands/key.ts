import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { MillraceError } from "../../sdk/error.ts";
import { encryptKeystore } from "../../sdk/keystore.ts";
import { firstLine, loadAccount } from "../account.ts";
import { answerOffline } from "../answer.ts";
import type { GlobalOptions } from "../global-options.ts";
import type { Report } from "../output/report.ts";
import { loadSettings } from "../settings.ts";
import { remember } from "./init.ts";

type NewOptions = GlobalOptions & { readonly out: string };

export function addKey(program: Command): void {
  const key = program.command("key").summary("make a key, or show whose it is");
  key
    .command("new")
    .summary("make an encrypted key and remember it")
    .description(
      "Makes a key and writes it, encrypted, to a keystore file that wallets read too. The password is the first line " +
        "of --password-file; without one, a random password is written beside the keystore, for this user's eyes only. " +
        "A file that is there is never overwritten.",
    )
    .option("--out <file>", "where to write the keystore", ".millrace/key.json")
    .action(answerOffline((_, options: NewOptions) => newKey(options)));
  key
    .command("address")
    .summary("show the address of the key that is set")
    .action(answerOffline((_, options) => showAddress(options)));
}

async function newKey({ out, passwordFile }: NewOptions): Promise<Report> {
  const passwords = passwordFile ?? `${out}.password`;
  await mkdir(path.dirname(out), { recursive: true });
  // Both names are looked at before either file is written.
  const names = passwordFile === undefined ? [out, passwords] : [out];
  for (const name of names) if (existsSync(name)) throw taken(name);
  if (passwordFile === undefined) await writeNew(passwords, `${randomBytes(24).toString("base64url")}\n`);
  const privateKey = generatePrivateKey();
  await writeNew(out, encryptKeystore(privateKey, firstLine(await readFile(passwords, "utf8"))));
  await remember({ keystore: out, passwordFile: passwords });
  const address = privateKeyToAddress(privateKey);
  const text = `${address}\n\nEncrypted in ${out}, its password in ${passwords}. Keep both: nobody can restore them.`;
  return { json: { address, keystore: out, passwordFile: passwords }, text };
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
    await chmod(file, 0o600);
  } catch (cause) {
    throw taken(file, cause);
  }
}

function taken(file: string, cause?: unknown): MillraceError {
  return new MillraceError("The file cannot be written anew.", {
    code: "bad-key",
    found: file,
    expected: "a name that is not taken, in a folder that can be written to",
    next: "Give another name with --out.",
    cause,
  });
}

async function showAddress(options: GlobalOptions): Promise<Report> {
  const account = loadAccount(loadSettings(options, process.env));
  if (account === undefined) {
    throw new MillraceError("No key is set.", { code: "no-key", next: "Make one with `millrace key new`." });
  }
  return { json: { address: account.address }, text: account.address };
}
