import {
  createCipheriv,
  createDecipheriv,
  pbkdf2Sync,
  randomBytes,
  randomUUID,
  scryptSync,
  timingSafeEqual,
} from "node:crypto";
import { bytesToHex, type Hex, hexToBytes, keccak256 } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { MillraceError } from "./error.ts";

const hex = z.string().regex(/^([0-9a-fA-F]{2})+$/);

const keystoreSchema = z.object({
  version: z.literal(3),
  crypto: z.object({
    cipher: z.literal("aes-128-ctr"),
    cipherparams: z.object({ iv: hex }),
    ciphertext: hex,
    mac: hex,
    kdf: z.enum(["scrypt", "pbkdf2"]),
    kdfparams: z.union([
      z.object({ n: z.int(), r: z.int(), p: z.int(), dklen: z.literal(32), salt: hex }),
      z.object({ c: z.int(), prf: z.literal("hmac-sha256"), dklen: z.literal(32), salt: hex }),
    ]),
  }),
});

/**
 * The private key inside a Web3 secret storage file, version 3.
 * @throws MillraceError `bad-keystore` for another format or a wrong password
 */
export function decryptKeystore(json: string, password: string): Hex {
  const { crypto } = parse(json);
  const ciphertext = Buffer.from(crypto.ciphertext, "hex");
  const derived = deriveKey(crypto.kdfparams, password);
  const mac = macOf(derived, ciphertext);
  const expected = Buffer.from(crypto.mac, "hex");
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) {
    throw new MillraceError("The password does not open the keystore.", {
      code: "bad-keystore",
      next: "Check the file with the password; a line break at its end does not count.",
    });
  }
  const decipher = createDecipheriv("aes-128-ctr", derived.subarray(0, 16), Buffer.from(crypto.cipherparams.iv, "hex"));
  return bytesToHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}

/** What wallets use: half a second of work and 128 MiB of memory for every guess. */
const scryptWork = { n: 2 ** 17, r: 8, p: 1, dklen: 32 } as const;

/** The private key as a Web3 secret storage file, version 3, which wallets and {@link decryptKeystore} read. */
export function encryptKeystore(privateKey: Hex, password: string): string {
  const iv = randomBytes(16);
  const kdfparams = { ...scryptWork, salt: randomBytes(32).toString("hex") };
  const derived = deriveKey(kdfparams, password);
  const cipher = createCipheriv("aes-128-ctr", derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(hexToBytes(privateKey)), cipher.final()]);
  const crypto = {
    cipher: "aes-128-ctr",
    cipherparams: { iv: iv.toString("hex") },
    ciphertext: ciphertext.toString("hex"),
    kdf: "scrypt",
    kdfparams,
    mac: macOf(derived, ciphertext).toString("hex"),
  };
  const address = privateKeyToAddress(privateKey).slice(2).toLowerCase();
  return `${JSON.stringify({ version: 3, id: randomUUID(), address, crypto }, null, 2)}\n`;
}

/** Proves that the password is right before anything is decrypted. */
function macOf(derived: Buffer, ciphertext: Buffer): Buffer {
  return Buffer.from(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]), "bytes"));
}

type KdfParameters = z.infer<typeof keystoreSchema>["crypto"]["kdfparams"];

function deriveKey(kdf: KdfParameters, password: string): Buffer {
  const salt = Buffer.from(kdf.salt, "hex");
  if ("c" in kdf) return pbkdf2Sync(password, salt, kdf.c, kdf.dklen, "sha256");
  // Node refuses to use more than 32 MiB unless told; wallets use 128 * N * r bytes with N = 2^18.
  return scryptSync(password, salt, kdf.dklen, { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.n * kdf.r });
}

function parse(json: string): z.infer<typeof keystoreSchema> {
  try {
    return keystoreSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new MillraceError("The keystore is not one that can be read.", {
      code: "bad-keystore",
      expected: "Web3 secret storage version 3 (aes-128-ctr with scrypt or pbkdf2)",
      cause,
    });
  }
}
