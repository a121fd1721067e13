import { type Address, type Hex, parseAbi } from "viem";
import { erc20PermitAbi } from "../sdk/abi/erc20-permit.ts";
import { escrowAbi } from "../sdk/abi/escrow.ts";
import { parametersAbi } from "../sdk/abi/parameters.ts";
import { MillraceError } from "../sdk/error.ts";
import type { Context } from "./context.ts";
import { duration, money } from "./output/format.ts";

/** What one check found. */
export type Finding = {
  readonly state: "ok" | "warn" | "fail";
  readonly found: string;
  /** What to do about it. */
  readonly next?: string;
};

export type Check = { readonly name: string; readonly look: (context: Context) => Promise<Finding> };

/** More than this, and deadlines and close times are off. */
const clockSkewSeconds = 300n;

const ok = (found: string): Finding => ({ state: "ok", found });
const warn = (found: string, next: string): Finding => ({ state: "warn", found, next });
const fail = (found: string, next: string): Finding => ({ state: "fail", found, next });

/** Everything that has to be right before money moves, from the outside in. */
export const checks: readonly Check[] = [
  {
    name: "chain",
    look: async ({ client, deployment }) =>
      ok(`${deployment.network}, chain ${deployment.chainId}, block ${await client.getBlockNumber()}`),
  },
  { name: "clock", look: checkClock },
  { name: "contracts", look: checkContracts },
  { name: "Escrow's signing domain", look: checkDomain },
  { name: "payment token", look: checkToken },
  { name: "key", look: async ({ account }) => ok(account().address) },
  { name: "gas money", look: checkGas },
  { name: "wallet", look: checkWallet },
  { name: "relayer", look: checkRelayer },
];

async function checkClock({ client }: Context): Promise<Finding> {
  const { timestamp } = await client.getBlock();
  const here = BigInt(Math.floor(Date.now() / 1_000));
  const skew = timestamp > here ? timestamp - here : here - timestamp;
  const found = `the last block is ${duration(skew)} ${timestamp > here ? "ahead of" : "behind"} this machine`;
  if (skew <= clockSkewSeconds) return ok(found);
  return warn(found, "If this is not a local chain: check this machine's clock, and whether the node is synchronised.");
}

async function checkContracts({ client, deployment }: Context): Promise<Finding> {
  const named = { ...deployment.contracts, ...Object.fromEntries(deployment.tokens.map((t) => [t.symbol, t.address])) };
  const entries = Object.entries(named) as [string, Address][];
  const codes = await Promise.all(entries.map(([, address]) => client.getCode({ address })));
  const empty = entries.filter((_, index) => codes[index] === undefined).map(([name, address]) => `${name} ${address}`);
  if (empty.length === 0) return ok(`${entries.length} addresses have code`);
  return fail(
    `no code at ${empty.join(", ")}`,
    "The addresses file is of another chain, or the chain was started anew.",
  );
}

async function checkDomain({ client, escrow, domain }: Context): Promise<Finding> {
  const [, name, version, chainId, verifyingContract] = await client.readContract({
    address: escrow,
    abi: escrowAbi,
    functionName: "eip712Domain",
  });
  const found = `${name} ${version}, chain ${chainId}, ${verifyingContract}`;
  const isSame =
    name === domain.name &&
    version === domain.version &&
    chainId === BigInt(domain.chainId) &&
    verifyingContract === domain.verifyingContract;
  return isSame ? ok(found) : fail(found, "Vouchers signed here would not count there: use the matching version.");
}

async function checkToken({ client, deployment, token }: Context): Promise<Finding> {
  const isListed = await client.readContract({
    address: deployment.contracts.Parameters,
    abi: parametersAbi,
    functionName: "isPaymentToken",
    args: [token.address],
  });
  const decimals = await client.readContract({
    address: token.address,
    abi: parseAbi(["function decimals() view returns (uint8)"]),
    functionName: "decimals",
  });
  const found = `${token.symbol}, ${decimals} decimals, ${isListed ? "listed" : "not listed"}`;
  if (decimals !== token.decimals) return fail(found, `The addresses file says ${token.decimals} decimals.`);
  return isListed ? ok(found) : warn(found, "It cannot be deposited any more; everything else still works.");
}

async function checkGas({ client, self }: Context): Promise<Finding> {
  const balance = await client.getBalance({ address: self() });
  const found = `${Number(balance / 10n ** 12n) / 10 ** 6} ETH`;
  return balance > 0n
    ? ok(found)
    : warn(found, "Signing works, sending does not: send it some (local: `millrace local fund`).");
}

async function checkWallet({ client, token, escrow, reader, self }: Context): Promise<Finding> {
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  const [balance, allowance, free] = await Promise.all([
    client.readContract({ ...read, functionName: "balanceOf", args: [self()] }),
    client.readContract({ ...read, functionName: "allowance", args: [self(), escrow] }),
    reader.freeBalance(self(), token.address),
  ]);
  const allowed = allowance > 10n ** 30n ? "without limit" : money(allowance, token);
  return ok(`${money(balance, token)}, free balance ${money(free, token)}, Escrow may take ${allowed}`);
}

async function checkRelayer({ relayerIfSet, escrow }: Context): Promise<Finding> {
  if (relayerIfSet === undefined) return warn("none is set", "Set one with --relayer to send vouchers.");
  const { isHealthy, report } = await relayerIfSet.health();
  const its = (report as { escrow?: Hex }).escrow;
  if (its !== undefined && its.toLowerCase() !== escrow.toLowerCase()) {
    return fail(`it settles on ${its}`, "Use the relayer of this deployment.");
  }
  if (isHealthy) return ok("healthy");
  return warn(
    `unhealthy: ${JSON.stringify(report).slice(0, 300)}`,
    "Vouchers stay good; use another relayer, or wait.",
  );
}

/** Look, and turn what is thrown into a finding. */
export async function runCheck(context: Context, { look }: Check): Promise<Finding> {
  try {
    return await look(context);
  } catch (error) {
    if (error instanceof MillraceError) return fail(error.short, error.next ?? error.found ?? error.code);
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    return fail(line ?? "unknown", "Check the settings: `millrace init --help`.");
  }
}
