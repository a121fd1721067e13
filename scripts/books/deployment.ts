import { readFile } from "node:fs/promises";
import type { Hex } from "./rpc.ts";

/** What the books need of an addresses file. */
export type BooksDeployment = {
  readonly chainId: number;
  readonly block: number;
  readonly escrow: Hex;
  /** Where MILL is staked; absent where nothing can be. */
  readonly staking?: { readonly address: Hex; readonly mill: Hex } | undefined;
  /** What mints rewards to Staking; absent where nothing is emitted. */
  readonly emissions?: Hex | undefined;
  /** What holds the pots of rebates; absent where no fees are sold. */
  readonly feeAuction?: Hex | undefined;
  /** The payment tokens, and MILL where it is deployed. */
  readonly tokens: readonly BooksToken[];
};

export type BooksToken = { readonly symbol: string; readonly address: Hex; readonly decimals: number };

/** The addresses file is not there, or not what the deployment writes. */
export class DeploymentError extends Error {
  override readonly name = "DeploymentError";
}

const address = /^0x[0-9a-fA-F]{40}$/;

/** @throws DeploymentError */
export async function readDeployment(file: string): Promise<BooksDeployment> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DeploymentError(`Cannot read the addresses file ${file}. Give the file that the deployment wrote.`, {
      cause,
    });
  });
  return parseBooksDeployment(text, file);
}

/** @throws DeploymentError; `source` names the file in it */
export function parseBooksDeployment(text: string, source: string): BooksDeployment {
  const refuse = (what: string): never => {
    throw new DeploymentError(`${source}: ${what}. Give the file that the deployment wrote.`);
  };
  const json = parse(text) as {
    chainId?: unknown;
    block?: unknown;
    contracts?: Record<string, unknown>;
    tokens?: { symbol?: unknown; address?: unknown; decimals?: unknown }[];
  } | null;
  if (json === null || typeof json !== "object") return refuse("not a JSON object");
  const { chainId, block, contracts, tokens } = json;
  if (typeof chainId !== "number") return refuse(`chainId is ${chainId}, expected a number`);
  if (typeof block !== "number") return refuse(`block is ${block}, expected a number`);
  const hex = (name: string, value: unknown): Hex => {
    if (typeof value === "string" && address.test(value)) return value.toLowerCase() as Hex;
    return refuse(`${name} is ${value}, expected an address`);
  };
  const optional = (name: string) =>
    contracts?.[name] === undefined ? undefined : hex(`contracts.${name}`, contracts[name]);
  const listed = (tokens ?? []).map(({ symbol, address: at, decimals }, index): BooksToken => {
    if (typeof symbol !== "string" || typeof decimals !== "number") return refuse(`tokens.${index} is incomplete`);
    return { symbol, address: hex(`tokens.${index}.address`, at), decimals };
  });
  const mill = contracts?.MillToken;
  const known = mill === undefined || listed.some((token) => token.symbol === "MILL");
  return {
    chainId,
    block,
    escrow: hex("contracts.Escrow", contracts?.Escrow),
    staking:
      contracts?.Staking === undefined
        ? undefined
        : { address: hex("contracts.Staking", contracts.Staking), mill: hex("contracts.MillToken", mill) },
    emissions: optional("Emissions"),
    feeAuction: optional("FeeAuction"),
    tokens: known ? listed : [...listed, { symbol: "MILL", address: hex("contracts.MillToken", mill), decimals: 18 }],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
