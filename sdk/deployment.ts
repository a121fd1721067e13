import { readFile } from "node:fs/promises";
import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import { MillraceError } from "./error.ts";

const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), { error: "expected an address: 0x and 40 hex digits" })
  .transform((text): Address => getAddress(text));

/** The addresses file that the deployment writes. Contracts that are not deployed yet are absent. */
export const deploymentSchema = z.object({
  /** Name of the network's parameter file. */
  network: z.string().min(1),
  chainId: z.int().positive(),
  /** The block from which events of this deployment are to be read. */
  block: z.int().nonnegative(),
  contracts: z.object({ Parameters: address, Escrow: address }).catchall(address),
  /** Permit2, where the chain has it and Escrow was deployed with it. */
  permit2: address.optional(),
  /** Locked shares of the genesis supply, and the wallets that release them. */
  vesting: z.array(z.object({ holder: z.string().min(1), wallet: address })).optional(),
  tokens: z.array(z.object({ symbol: z.string().min(1), address, decimals: z.int().min(0).max(18) })),
});

export type Deployment = z.infer<typeof deploymentSchema>;
export type PaymentToken = Deployment["tokens"][number];

/**
 * Read and check an addresses file.
 * @throws MillraceError `deployment-missing`, `deployment-not-json` or `deployment-invalid`
 */
export async function loadDeployment(file: string): Promise<Deployment> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new MillraceError("The addresses file cannot be read.", {
      code: "deployment-missing",
      found: file,
      expected: "the file that the deployment writes",
      next: "Give its path, or deploy first.",
      cause,
    });
  });
  return parseDeployment(text, file);
}

/** {@link loadDeployment} of text that is there already; `source` names it in errors. */
export function parseDeployment(text: string, source: string): Deployment {
  const parsed = deploymentSchema.safeParse(parseJson(text, source));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
  throw new MillraceError("The addresses file does not have the expected content.", {
    code: "deployment-invalid",
    found: `${source}: ${issues.join("; ")}`,
    expected: "network, chainId, block, contracts (Parameters, Escrow, ...) and tokens (symbol, address, decimals)",
    next: "Deploy again, or take the file that the deployment wrote.",
  });
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MillraceError("The addresses file is not JSON.", {
      code: "deployment-not-json",
      found: source,
      expected: "the JSON file that the deployment writes",
      cause,
    });
  }
}

/**
 * A payment token of the deployment, by symbol or address.
 * @throws MillraceError `token-unknown`
 */
export function findToken(deployment: Deployment, name: string): PaymentToken {
  const wanted = name.toLowerCase();
  const token = deployment.tokens.find((t) => t.symbol.toLowerCase() === wanted || t.address.toLowerCase() === wanted);
  if (token !== undefined) return token;
  throw new MillraceError("The deployment has no such payment token.", {
    code: "token-unknown",
    found: name,
    expected: deployment.tokens.map((t) => `${t.symbol} (${t.address})`).join(", ") || "a deployment with tokens",
  });
}
