import { readFileSync } from "node:fs";
import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { MillraceError } from "../../sdk/error.ts";
import { decryptKeystore } from "../../sdk/keystore.ts";
import type { Settings } from "./settings.ts";

/**
 * The account that pays for settling, from an encrypted keystore or, for development, a bare key in a file.
 * @throws MillraceError `bad-setting` or `bad-keystore`
 */
export function loadSignerKey(settings: Settings): PrivateKeyAccount {
  const { keystore, keystorePasswordFile, keyFile } = settings;
  if (keystore !== undefined && keystorePasswordFile !== undefined && keyFile === undefined) {
    const password = read(keystorePasswordFile, "keystorePasswordFile").replace(/\r?\n$/, "");
    return privateKeyToAccount(decryptKeystore(read(keystore, "keystore"), password));
  }
  if (keyFile !== undefined && keystore === undefined) {
    const key = read(keyFile, "keyFile").trim();
    if (/^0x[0-9a-fA-F]{64}$/.test(key)) return privateKeyToAccount(key as Hex);
    throw new MillraceError("The key file does not hold a private key.", {
      code: "bad-setting",
      found: `MILLRACE_KEY_FILE=${keyFile} with ${key.length} characters`,
      expected: "0x and 64 hex digits",
    });
  }
  throw new MillraceError("The relayer needs one key to settle with.", {
    code: "bad-setting",
    found: keystore !== undefined && keyFile !== undefined ? "both keystore and keyFile" : "no complete key setting",
    expected: "MILLRACE_KEYSTORE with MILLRACE_KEYSTORE_PASSWORD_FILE, or MILLRACE_KEY_FILE for development",
  });
}

/** The first line of the file that holds the key of `/v1/admin`. */
export function loadAdminKey(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const key = read(file, "adminKeyFile").trim();
  if (key.length >= 16) return key;
  throw new MillraceError("The administration key is too short.", {
    code: "bad-setting",
    found: `MILLRACE_ADMIN_KEY_FILE=${file} with ${key.length} characters`,
    expected: "at least 16 characters",
  });
}

function read(file: string, setting: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MillraceError("A file that the settings name cannot be read.", {
      code: "bad-setting",
      found: `${setting}: ${file}`,
      expected: "a readable file",
      cause,
    });
  }
}
