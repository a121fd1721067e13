import { z } from "zod";

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: `expected a whole number from ${least} to ${most}` })
    .refine((n) => Number.isInteger(n) && n >= least && n <= most, {
      error: `expected a whole number from ${least} to ${most}`,
    });

const file = z.string({ error: "expected the path of a file" }).min(1, "expected the path of a file");

const wholeTokens = z.string().regex(/^\d+(\.\d+)?$/, 'expected an amount in whole tokens, like "1000" or "0.5"');

const urls = { error: "expected one or more http(s) URLs, separated by commas" };

const urlList = z
  .union([z.string().transform((text) => text.split(",").map((part) => part.trim())), z.array(z.string())], urls)
  .refine((list) => list.length > 0 && list.every((url) => /^https?:\/\/\S+$/.test(url)), urls);

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
  error: "expected true or false",
});

/**
 * Every setting of the relayer. In the configuration file a setting has the name it has here; in the environment it is
 * `MILLRACE_` and the same name in capitals (`batchMaxClaims` is `MILLRACE_BATCH_MAX_CLAIMS`). The environment wins.
 */
export const settingsSchema = z.strictObject({
  /** RPC endpoints of the one chain, the preferred one first. */
  rpcUrl: urlList,
  /** How often several endpoints are compared. */
  endpointCheckMs: wholeNumber(50, 600_000).default(5_000),
  /** An endpoint more blocks than this behind the best one is put aside until it has caught up. */
  endpointLagBlocks: wholeNumber(0, 10_000).default(5),
  /** The addresses file that the deployment writes. */
  deployment: file,
  /** A PostgreSQL server. Without it an embedded database is kept in `dataDir`. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "expected a URL that begins with postgres://")
    .optional(),
  /** Where the embedded database and its lock lie. */
  dataDir: file.default(".millrace/relayer"),

  host: z.string().min(1).default("127.0.0.1"),
  /** 0 takes a free one. */
  port: wholeNumber(0, 65_535).default(8645),
  /** Written once the relayer answers, with the same JSON as on standard output. */
  readyFile: file.optional(),
  /** Take the sender's address from `X-Forwarded-For`. Only behind a proxy that sets it. */
  trustProxy: flag.default(false),

  /** Encrypted key (Web3 secret storage, version 3) that pays for settling. */
  keystore: file.optional(),
  /** Holds the keystore's password. */
  keystorePasswordFile: file.optional(),
  /** A bare private key in a file, for development. */
  keyFile: file.optional(),
  /** A signer in another process that has the key: web3signer, Clef, or what speaks JSON-RPC as they do. */
  signerUrl: z
    .string()
    .regex(/^https?:\/\/\S+$/, "expected an http(s) URL")
    .optional(),
  /** The account that it signs for. */
  signerAddress: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "expected an address: 0x and 40 hex digits")
    .optional(),
  /** Clef calls it `account_signTransaction`. */
  signerMethod: z.enum(["eth_signTransaction", "account_signTransaction"]).default("eth_signTransaction"),
  /** A signer that has not answered for so long is down. */
  signerTimeoutMs: wholeNumber(100, 600_000).default(5_000),
  /** Holds the key of `/v1/admin`; without it administration is off. */
  adminKeyFile: file.optional(),

  /** Blocks on top of a block before what it holds is final. */
  confirmations: wholeNumber(0, 10_000).default(12),
  /** Blocks on top of a block before a deposit in it counts for the vouchers that are taken. */
  depositConfirmations: wholeNumber(0, 10_000).default(0),
  /** How often the chain is asked for a new block. */
  pollMs: wholeNumber(10, 600_000).default(1_000),
  /** An RPC request without an answer for so long has an unknown outcome. */
  rpcTimeoutMs: wholeNumber(100, 600_000).default(10_000),

  /** An operator's vouchers are settled when they are worth this much. */
  batchValue: wholeTokens.default("1000"),
  /** ... or when one of its channels alone is worth this much. */
  channelValue: wholeTokens.default("250"),
  /** ... or when the oldest is this old. */
  batchAgeSeconds: wholeNumber(0, 31_536_000).default(3_600),
  /** ... or when a batch is full: claims, gas or bytes of calldata. */
  batchMaxClaims: wholeNumber(1, 10_000).default(1_000),
  batchMaxGas: wholeNumber(200_000, 16_777_216).default(16_000_000),
  batchMaxCalldataBytes: wholeNumber(1_000, 1_000_000).default(120_000),
  /** Transactions that may wait to be mined at once. */
  batchesInFlight: wholeNumber(1, 64).default(4),

  /**
   * Whose leases are carried: settled while they run (by time), completed and made final. Of the operators that have
   * named this relayer in Escrow (`named`), of everybody (`all`), of nobody (`none`), or of the operators listed.
   * They are settled when worth `channelValue`, or when `batchAgeSeconds` of work are not settled.
   */
  leaseOperators: z
    .string()
    .regex(
      /^(named|all|none|0x[0-9a-fA-F]{40}(,0x[0-9a-fA-F]{40})*)$/,
      "expected named, all, none, or operators' addresses separated by commas",
    )
    .default("named"),
  /** Report leases that were not started, of anybody: the buyer is refunded and compensated. */
  leaseNoShows: flag.default(false),

  /** The most that is ever offered per gas, and as a tip. */
  maxFeeGwei: wholeNumber(1, 1_000_000).default(200),
  maxTipGwei: wholeNumber(0, 1_000_000).default(3),
  /**
   * What one whole coin of the chain is worth, in whole payment tokens: one figure for all of them ("3000"), or one for
   * each by symbol ("USDC=3000,EURC=2700"). Nothing is settled then that is worth less than its gas, unless its channel
   * is closing or somebody flushes. What has no price is settled whatever it costs.
   */
  coinPrice: z
    .string()
    .regex(
      /^(\d+(\.\d+)?|[A-Za-z0-9.]+=\d+(\.\d+)?(,[A-Za-z0-9.]+=\d+(\.\d+)?)*)$/,
      'expected an amount in whole tokens, like "3000", or one for each symbol, like "USDC=3000,EURC=2700"',
    )
    .optional(),
  /** How long a voucher that is not worth its gas waits until it is looked at again. */
  worthAgainSeconds: wholeNumber(1, 86_400).default(30),
  /** A transaction that is not mined for so long is replaced by one that pays more. */
  replaceAfterSeconds: wholeNumber(1, 86_400).default(60),
  /** ... and until then sent again, byte for byte, this often. */
  rebroadcastSeconds: wholeNumber(1, 86_400).default(15),
  /** The key belongs to an instance for so long after its last sign of life. */
  leaseSeconds: wholeNumber(2, 300).default(8),

  /** Vouchers in one request. */
  maxVouchersPerRequest: wholeNumber(1, 10_000).default(1_000),
  bodyLimitBytes: wholeNumber(1_000, 100_000_000).default(1_048_576),
  /** A request must have arrived in full after this. */
  requestTimeoutMs: wholeNumber(100, 600_000).default(10_000),
  maxConnections: wholeNumber(1, 100_000).default(5_000),
  /** Vouchers per second and sender's address, and how many at once; 0 switches the limit off. */
  senderRate: wholeNumber(0, 1_000_000).default(2_000),
  senderBurst: wholeNumber(1, 10_000_000).default(10_000),
  /** Offers of one operator that are kept at once; withdrawn and expired ones don't count. */
  offersPerOperator: wholeNumber(1, 100_000).default(200),
  /** A voucher for a channel that is closing is refused this near to its end. */
  closeMarginSeconds: wholeNumber(0, 86_400).default(60),

  /** A flow that has not moved for so long is unhealthy. */
  stalledAfterSeconds: wholeNumber(1, 86_400).default(60),
  logLevel: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  /** Kill this process with SIGKILL at a named point, `point:count`. For tests of recovery. */
  crashAt: z
    .string()
    .regex(/^[a-z-]+:\d+(,[a-z-]+:\d+)*$/, 'expected "point:count", like "intake-committed:3"')
    .optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

/** The name of a setting in the environment. */
export function environmentName(setting: string): string {
  return `MILLRACE_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
