import { BaseError, domainSeparator, parseAbi } from "viem";
import { erc20PermitAbi } from "../sdk/abi/erc20-permit.ts";
import { MillraceError } from "../sdk/error.ts";
import type { TokenDomain } from "../sdk/permit.ts";
import type { Context } from "./context.ts";

const olderAbi = parseAbi([
  "function name() view returns (string)",
  "function version() view returns (string)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
]);

/**
 * The EIP-712 domain of the payment token: what it says itself (ERC-5267), or its name and version if they make the
 * separator that it publishes, as with tokens that are older than ERC-5267.
 * @throws MillraceError `way-unavailable`
 */
export async function tokenDomain({ client, token, deployment }: Context): Promise<TokenDomain> {
  const at = { address: token.address } as const;
  const described = await client
    .readContract({ ...at, abi: erc20PermitAbi, functionName: "eip712Domain" })
    .catch(onlyReverts);
  if (described !== undefined) {
    const [, name, version, chainId] = described;
    return { name, version, chainId: Number(chainId) };
  }
  const read = (functionName: "name" | "version" | "DOMAIN_SEPARATOR") =>
    client.readContract({ ...at, abi: olderAbi, functionName }).catch(onlyReverts);
  const [name, version, separator] = await Promise.all([read("name"), read("version"), read("DOMAIN_SEPARATOR")]);
  const domain = { name: name ?? "", version: version ?? "1", chainId: deployment.chainId };
  if (separator === domainSeparator({ domain: { ...domain, verifyingContract: token.address } })) return domain;
  throw new MillraceError("What the token wants signed cannot be found out.", {
    code: "way-unavailable",
    found: `${token.symbol} at ${token.address}, which does not describe its EIP-712 domain`,
    expected: "ERC-5267, or a domain of its name, version, chain and address",
    next: "Deposit with --by approve.",
  });
}

/** A call that the token does not have is no answer; a node that does not answer is an error. */
function onlyReverts(error: unknown): undefined {
  if (error instanceof BaseError && error.walk((cause) => (cause as Error).name === "HttpRequestError") === null)
    return;
  throw error;
}
