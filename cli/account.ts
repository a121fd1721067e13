import { readFileSync } from "node:fs";
import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { MillraceError } from "../sdk/error.ts";
import { decryptKeystore } from "../sdk/keystore.ts";
import type { Settings } from "./settings.ts";

/**
 * The account that signs and sends, from an encrypted keystore or a file with a bare key; undefined if no key is set.
 * @throws MillraceError `bad-key` or `bad-keystore`
 */
export function loadAccount({ keystore, passwordFile, keyFile }: Settings): PrivateKeyAccount | undefined {
  if (keystore !== undefined && keyFile !== undefined) {
    throw new MillraceError("There are two keys.", {
      code: "bad-key",
      found: `the keystore ${keystore} and the key file ${keyFile}`,
      expected: "one of them",
    });
  }
  if (keyFile !== undefined) return privateKeyToAccount(parseKey(read(keyFile), keyFile));
  if (keystore === undefined) return undefined;
  if (passwordFile === undefined) {
    throw new MillraceError("The keystore needs its password.", {
      code: "bad-key",
      found: `the keystore ${keystore} and no password`,
      next: "Give the file that holds the password with --password-file or MILLRACE_PASSWORD_FILE.",
    });
  }
  return privateKeyToAccount(decryptKeystore(read(keystore), firstLine(read(passwordFile))));
}

export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function parseKey(text: string, file: string): Hex {
  const key = text.trim();
  if (/^0x[0-9a-fA-F]{64}$/.test(key)) return key as Hex;
  throw new MillraceError("The key file does not hold a private key.", {
    code: "bad-key",
    found: `${file} with ${key.length} characters`,
    expected: "0x and 64 hex digits",
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MillraceError("A file with a key cannot be read.", { code: "bad-key", found: file, cause });
  }
}
