import { type Address, createPublicClient, custom, type Hex, type PublicClient } from "viem";
import { bindingsResolver } from "../../deploy/bindings.ts";
import { deployMillrace } from "../../deploy/deployment.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import type { Call } from "../../sdk/call.ts";
import type { Deployment, PaymentToken } from "../../sdk/deployment.ts";
import { keyOf } from "../demo/random.ts";
import { type SessionKey, sessionKey } from "../demo/session-key.ts";
import { type Action, openChain, type SimulatedChain } from "./chain.ts";

/** Where the simulation is played: the deployment, everybody's keys, and reading. */
export type Stage = {
  readonly seed: string;
  readonly chain: SimulatedChain;
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly chainId: number;
  readonly usd: PaymentToken;
  readonly at: (contract: string) => Address;
  /** Those who the deployment names, as accounts 0, 1, … of its network file. */
  readonly roles: readonly SessionKey[];
  /** A key that nobody has yet. */
  readonly newcomer: () => SessionKey;
};

/**
 * What is read in one go is asked for in one call, of so many bytes of calldata at most. viem has it run as the
 * construction of a contract, whose code are the answers: 40 of the longest stay below the limit of a contract's size.
 */
const READS_AT_ONCE = { deployless: true, batchSize: 1_500 } as const;
/** Accounts that the local network's file may name. */
const ROLES = 30;

/** @param people how many keys beside those of the deployment's roles */
export async function setStage(seed: string, people: number): Promise<Stage> {
  const keys = Array.from({ length: ROLES + people }, (_, index) => keyOf(seed, `account/${index}`));
  const chain = await openChain(keys);
  const network = await loadNetwork(networkFile("local"));
  const { deployment } = await deployMillrace({ provider: chain.provider, network, artifacts: bindingsResolver });
  const [usd] = deployment.tokens;
  if (usd === undefined) throw new Error("The deployment lists no payment token.");
  let next = ROLES;
  return {
    seed,
    chain,
    client: createPublicClient({
      transport: custom(chain.provider),
      cacheTime: 0,
      batch: { multicall: READS_AT_ONCE },
    }),
    deployment,
    chainId: deployment.chainId,
    usd,
    at: (contract) => {
      const address = deployment.contracts[contract];
      if (address === undefined) throw new Error(`The deployment has no ${contract}.`);
      return address;
    },
    roles: keys.slice(0, ROLES).map(sessionKey),
    newcomer: () => {
      const key = keys[next++];
      if (key === undefined) throw new Error("More people than keys.");
      return sessionKey(key as Hex);
    },
  };
}

/** A call of `by`, to be mined. */
export function act(by: { readonly address: Address }, what: string, { to, data }: Call, more: Partial<Action> = {}) {
  return { from: by.address, to, data, what, ...more } satisfies Action;
}
