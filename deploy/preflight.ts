import { BrowserProvider, Contract, isError, ZeroAddress } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../sdk/error.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import { isLocal, type NetworkParameters } from "./parameters/network.ts";
import { isTestAccount } from "./parameters/test-accounts.ts";

/**
 * Refuse what would put a deployment on chain that nobody wants, before anything is sent.
 * @throws MillraceError `test-account`, `token-without-code`, `token-decimals`, `permit2-without-code`
 */
export async function preflight(
  provider: EthereumProvider,
  network: NetworkParameters,
  args: DeploymentArguments,
): Promise<void> {
  if (!isLocal(network)) refuseTestAccounts(network, args);
  for (const token of args.paymentTokens) {
    if ("address" in token) await checkToken(provider, token);
  }
  if (args.permit2 !== ZeroAddress && !(await hasCode(provider, args.permit2))) {
    throw new MillraceError("There is no Permit2 at the address of the network's file.", {
      code: "permit2-without-code",
      found: `no code at ${args.permit2}`,
      expected: "the canonical Permit2",
      next: 'Write "permit2": null for a network that has none, or give the --rpc of the right network.',
    });
  }
}

/** The keys of a development node's accounts are public: whoever holds a role with one shares it with everybody. */
function refuseTestAccounts({ network }: NetworkParameters, args: DeploymentArguments): void {
  const holders: readonly (readonly [string, readonly string[]])[] = [
    ["deployer", [args.deployer]],
    ["owner", [args.owner]],
    ["guardian", [args.guardian]],
    ["attestors", args.attestors.members],
    ["committee", args.committee.members],
    ["appealCommittee", args.appealCommittee.members],
    ["genesis", args.genesis.map(({ recipient }) => recipient)],
  ];
  const refused = holders.flatMap(([role, accounts]) =>
    accounts.filter(isTestAccount).map((account) => `${role} ${account}`),
  );
  if (refused.length === 0) return;
  throw new MillraceError("A development node's account must not have a role on a public network.", {
    code: "test-account",
    found: `${refused.join(", ")} on ${network}`,
    expected: "accounts whose keys nobody else has; the development nodes' keys are known to everyone",
    next: "Give other accounts with --role or in the network's file, and another MILLRACE_DEPLOYER_KEY.",
  });
}

type ExternalToken = { readonly address: string; readonly symbol: string; readonly decimals: number };

async function checkToken(provider: EthereumProvider, { address, symbol, decimals }: ExternalToken): Promise<void> {
  if (!(await hasCode(provider, address))) {
    throw new MillraceError("There is no payment token at the address of the network's file.", {
      code: "token-without-code",
      found: `no code at ${address} (${symbol})`,
      expected: "the token's contract",
      next: "Correct paymentTokens in the network's file, or give the --rpc of the right network.",
    });
  }
  const found = await decimalsOf(provider, address);
  if (found === decimals) return;
  throw new MillraceError("The payment token counts in another unit than the network's file says.", {
    code: "token-decimals",
    found: found === undefined ? `${address} (${symbol}) tells no decimals` : `${found} decimals of ${address}`,
    expected: `${decimals} decimals of ${symbol}`,
    next: "Correct paymentTokens in the network's file: its address, or its decimals.",
  });
}

async function decimalsOf(provider: EthereumProvider, address: string): Promise<number | undefined> {
  const token = new Contract(address, ["function decimals() view returns (uint8)"], new BrowserProvider(provider));
  try {
    return Number(await token.getFunction("decimals").staticCall());
  } catch (error) {
    // A contract that is no token; a node that does not answer is another matter.
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return undefined;
    throw error;
  }
}

async function hasCode(provider: EthereumProvider, address: string): Promise<boolean> {
  const code = (await provider.request({ method: "eth_getCode", params: [address, "latest"] })) as string;
  return code !== "0x";
}
