import type { PrivateKeyAccount } from "viem";
import { type Address, createPublicClient, defineChain, getAddress, http, isAddress, type PublicClient } from "viem";
import { type Deployment, findToken, loadDeployment, type PaymentToken } from "../sdk/deployment.ts";
import { type EscrowDomain, escrowDomain } from "../sdk/domain.ts";
import { MillraceError } from "../sdk/error.ts";
import { type EscrowReader, escrowReader } from "../sdk/escrow-reader.ts";
import { type RelayerClient, relayerClient } from "../sdk/relayer-client.ts";
import { loadAccount } from "./account.ts";
import type { GlobalOptions } from "./global-options.ts";
import { environmentName, loadSettings, type SettingName, type Settings } from "./settings.ts";

/** Everything that a command works with. */
export type Context = {
  readonly options: GlobalOptions;
  readonly settings: Settings;
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly domain: EscrowDomain;
  readonly escrow: Address;
  readonly reader: EscrowReader;
  readonly token: PaymentToken;
  /** Who acts: the key's account, or `--from` where nothing is signed. */
  readonly self: () => Address;
  /** @throws MillraceError `no-key` */
  readonly account: () => PrivateKeyAccount;
  /** @throws MillraceError `setting-missing` */
  readonly relayer: () => RelayerClient;
  /** Undefined if none is set. */
  readonly relayerIfSet: RelayerClient | undefined;
};

/** @throws MillraceError for a setting, file or key that is missing or wrong, `node-unreachable`, `wrong-chain` */
export async function openContext(options: GlobalOptions): Promise<Context> {
  const settings = loadSettings(options, process.env);
  const rpc = required(settings, "rpc");
  const deployment = await loadDeployment(required(settings, "deployment"));
  const client = await connect(rpc, deployment);
  const escrow = deployment.contracts.Escrow;
  let loaded: PrivateKeyAccount | undefined;
  const account = (): PrivateKeyAccount => {
    loaded ??= loadAccount(settings);
    if (loaded !== undefined) return loaded;
    throw new MillraceError("This needs a key.", {
      code: "no-key",
      next: "Make one with `millrace key new`, or name one with --keystore or --key-file.",
    });
  };
  return {
    options,
    settings,
    client,
    deployment,
    escrow,
    domain: escrowDomain(deployment.chainId, escrow),
    reader: escrowReader(client, escrow),
    token: tokenOf(deployment, settings.token),
    account,
    self: () => (options.from === undefined ? account().address : parseAddress(options.from, "--from")),
    relayer: () => relayerClient(required(settings, "relayer")),
    relayerIfSet: settings.relayer === undefined ? undefined : relayerClient(settings.relayer),
  };
}

/** @throws MillraceError `bad-address`; `what` names the argument */
export function parseAddress(text: string, what: string): Address {
  if (isAddress(text, { strict: false })) return getAddress(text);
  throw new MillraceError(`${what} is not an address.`, {
    code: "bad-address",
    found: text,
    expected: "0x and 40 hex digits",
  });
}

async function connect(rpc: string, deployment: Deployment): Promise<PublicClient> {
  const chain = defineChain({
    id: deployment.chainId,
    name: deployment.network,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  });
  const client = createPublicClient({ chain, transport: http(rpc, { retryCount: 1, timeout: 15_000 }), cacheTime: 0 });
  const chainId = await client.getChainId().catch((cause: unknown) => {
    throw new MillraceError("No node answers.", {
      code: "node-unreachable",
      found: rpc,
      next: "Check the address (--rpc), and whether the node runs.",
      cause,
    });
  });
  if (chainId === deployment.chainId) return client;
  throw new MillraceError("The node is on another chain than the deployment.", {
    code: "wrong-chain",
    found: `chain ${chainId} at ${rpc}`,
    expected: `chain ${deployment.chainId} (${deployment.network})`,
  });
}

function tokenOf(deployment: Deployment, name: string | undefined): PaymentToken {
  const [first, ...others] = deployment.tokens;
  if (name !== undefined) return findToken(deployment, name);
  if (first !== undefined && others.length === 0) return first;
  throw new MillraceError("Which payment token?", {
    code: "token-unknown",
    expected: `--token and one of: ${deployment.tokens.map(({ symbol }) => symbol).join(", ")}`,
  });
}

function required(settings: Settings, name: SettingName): string {
  const value = settings[name];
  if (value !== undefined) return value;
  const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new MillraceError(`The setting "${name}" is missing.`, {
    code: "setting-missing",
    expected: `${option}, ${environmentName(name)}, or a file written by \`millrace init\``,
  });
}
