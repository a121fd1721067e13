import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import { getAddress, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { MillraceError } from "../../sdk/error.ts";
import { decryptKeystore } from "../../sdk/keystore.ts";
import { localSigner } from "../signer/local-signer.ts";
import { remoteSigner } from "../signer/remote-signer.ts";
import type { Signer } from "../signer/signer.ts";
import type { Settings } from "./settings.ts";

const WAYS = {
  keystore: "MILLRACE_KEYSTORE with MILLRACE_KEYSTORE_PASSWORD_FILE",
  signerUrl: "MILLRACE_SIGNER_URL with MILLRACE_SIGNER_ADDRESS",
  keyFile: "MILLRACE_KEY_FILE for development",
} as const;

/**
 * Who signs for the account that pays for settling: an encrypted keystore, a signer in another process or, for
 * development, a bare key in a file.
 * @throws MillraceError `bad-setting` or `bad-keystore`
 */
export function loadSigner(settings: Settings, log: Logger): Signer {
  const given = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => settings[way] !== undefined);
  const { keystore, keystorePasswordFile, keyFile, signerUrl, signerAddress } = settings;
  if (given.length === 1) {
    if (keystore !== undefined && keystorePasswordFile !== undefined) {
      const password = read(keystorePasswordFile, "keystorePasswordFile").replace(/\r?\n$/, "");
      return localSigner(privateKeyToAccount(decryptKeystore(read(keystore, "keystore"), password)));
    }
    if (signerUrl !== undefined && signerAddress !== undefined) {
      const { signerMethod: method, signerTimeoutMs: timeoutMs } = settings;
      return remoteSigner({ url: signerUrl, address: getAddress(signerAddress), method, timeoutMs, log });
    }
    if (keyFile !== undefined) return localSigner(privateKeyToAccount(bareKey(keyFile)));
  }
  throw new MillraceError("The relayer needs one key to settle with.", {
    code: "bad-setting",
    found: given.length > 1 ? given.join(" and ") : "no complete key setting",
    expected: `one of: ${Object.values(WAYS).join("; ")}`,
  });
}

function bareKey(file: string): Hex {
  const key = read(file, "keyFile").trim();
  if (/^0x[0-9a-fA-F]{64}$/.test(key)) return key as Hex;
  throw new MillraceError("The key file does not hold a private key.", {
    code: "bad-setting",
    found: `MILLRACE_KEY_FILE=${file} with ${key.length} characters`,
    expected: "0x and 64 hex digits",
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
