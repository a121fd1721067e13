import { readFile } from "node:fs/promises";
import { z } from "zod";
import { MillraceError } from "../../sdk/error.ts";
import { fillIn, type Given } from "./given.ts";

const account = z.union([
  z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  z.string().regex(/^account \d+$/, { error: 'expected an address, or "account N" of the node\'s own accounts' }),
]);

const tokenFields = {
  symbol: z.string(),
  decimals: z.int().min(0).max(18),
  /** Reference units that one whole token counts for in operators' records; 1 for a dollar. */
  referenceUnits: z.int().nonnegative().default(1),
  /** Of one whole token when the sale of a lot of fees begins: far above any fair price. */
  startPrice: z.string().default("1,000,000 MILL"),
  /** Fees of less than so many whole tokens are left where they are. */
  leastSale: z.int().positive().default(1),
};
const paymentToken = z.union([
  z.strictObject({ deploy: z.literal("TestUSD"), ...tokenFields }),
  z.strictObject({ address: account, ...tokenFields }),
]);

/** Accounts of which so many must sign. */
const quorum = z
  .strictObject({ members: z.array(account).min(1).max(64), threshold: z.int().positive() })
  .refine(({ members, threshold }) => threshold <= members.length, { error: "the threshold is above the members" });

const networkSchema = z.strictObject({
  network: z.string().min(1),
  chainId: z.int().positive(),
  /** Blocks on top of a transaction until the deployment goes on. */
  confirmations: z.int().positive(),
  roles: z.strictObject({
    /** Governs `Parameters`. If it isn't the deployer, it still has to accept. */
    owner: account,
    guardian: account,
    /** Who observes hosts. */
    attestors: quorum,
    /** Who rules disputes, and appeals. */
    committee: quorum,
    appealCommittee: quorum,
  }),
  /** The canonical Permit2, where there is one. */
  permit2: account.nullable(),
  genesis: z.array(z.strictObject({ holder: z.string(), recipient: account, amount: z.string() })).min(1),
  paymentTokens: z.array(paymentToken),
  /** Values that differ from the table's defaults, as quantities with units. */
  settings: z.record(z.string(), z.string()),
});

/** What a network's deployment is given: roles, genesis, payment tokens and settings. */
export type NetworkParameters = z.infer<typeof networkSchema>;

const LOCAL_CHAINS = [31_337, 1_337];

/** Whether the chain is one of a developer's own machine, whose money is worth nothing. */
export function isLocal({ chainId }: Pick<NetworkParameters, "chainId">): boolean {
  return LOCAL_CHAINS.includes(chainId);
}

/** The file of a network that this project knows. */
export function networkFile(network: string): URL {
  return new URL(`${network}.json`, import.meta.url);
}

/**
 * Read and check a network's parameters.
 * @param given who has the roles that the file leaves open
 * @throws MillraceError `network-unknown`, `network-invalid` or `role-missing`
 */
export async function loadNetwork(file: string | URL, given: Given = {}): Promise<NetworkParameters> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new MillraceError("There is no file of parameters for this network.", {
      code: "network-unknown",
      found: String(file),
      expected: "a file like deploy/parameters/local.json",
      next: "Name a network that has one with --network, or give a file with --parameters.",
      cause,
    });
  });
  const parsed = networkSchema.safeParse(fillIn(parseJson(text), given));
  if (parsed.success) return parsed.data;
  throw new MillraceError("The network's parameters do not have the expected content.", {
    code: "network-invalid",
    found: parsed.error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`).join("; "),
    expected: "the fields of deploy/parameters/local.json",
  });
}

/** Text that is no JSON is refused by the schema, like anything else that is no object. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
