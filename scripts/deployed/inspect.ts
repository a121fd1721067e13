import { ZeroAddress } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { checkChain } from "../reach-node.ts";
import { type Holders, inspectAccess } from "./access.ts";
import { lookAtChain } from "./chain.ts";
import { type InspectedContract, inspectContracts, isReadable } from "./contracts.ts";
import { compare, type Disagreement } from "./disagreement.ts";
import { inspectClasses, inspectControllers, inspectGenesis, inspectTokens } from "./market.ts";
import { inspectParameters } from "./parameters.ts";
import { inspectQuorums } from "./quorums.ts";

/** What is deployed, and everything in which it isn't what the addresses file and this checkout say. */
export type Inspection = Awaited<ReturnType<typeof inspectDeployment>>;

/**
 * Read a deployment from a node, and hold it against its addresses file and the contracts of this checkout, which must
 * be built. Nothing is sent.
 * @throws MillraceError `wrong-chain`, or `not-deployed-here` where Escrow or Parameters cannot be asked
 */
export async function inspectDeployment(provider: EthereumProvider, deployment: Deployment) {
  await checkChain(provider, deployment);
  const chain = await lookAtChain(provider);
  const { contracts, disagreements } = await inspectContracts(chain, deployment);
  refuseUnreadable(contracts);
  const readable = onlyReadable(deployment, contracts);
  const parameters = await inspectParameters(chain, deployment.contracts.Parameters);
  const market = await inspectTokens(chain, readable, parameters.paymentTokens);
  const wiring = await inspectControllers(chain, readable);
  const genesis = await inspectGenesis(chain, readable);
  const governed = contracts.filter(({ pendingOwner }) => pendingOwner !== undefined);
  const all: Disagreement[] = [
    ...disagreements,
    ...sameAccount(governed),
    ...sameWirer(contracts),
    ...(deployment.contracts.Emissions === undefined
      ? compare("MillToken", "minter", genesis.minter, ZeroAddress)
      : []),
    ...parameters.disagreements,
    ...market.disagreements,
    ...wiring.disagreements,
  ];
  return {
    network: deployment.network,
    chainId: chain.chainId,
    block: chain.block,
    contracts,
    guardian: parameters.guardian,
    governed: governed.map(({ name, owner, pendingOwner }) => ({ name, owner, pendingOwner })),
    quorums: await inspectQuorums(chain, readable),
    feeCollector: wiring.feeCollector,
    controllers: wiring.controllers,
    genesis,
    settings: parameters.settings,
    pauses: parameters.pauses,
    tokens: market.tokens,
    classes: await inspectClasses(chain, readable),
    access: inspectAccess(Object.keys(deployment.contracts), (contract) =>
      holders(deployment, contracts, contract, { ...wiring, guardian: parameters.guardian, minter: genesis.minter }),
    ),
    disagreements: all,
    agrees: all.length === 0,
  };
}

/** Without these two nothing else can be asked. */
function refuseUnreadable(contracts: readonly InspectedContract[]): void {
  const unreadable = contracts.filter(({ name, code }) => ["Escrow", "Parameters"].includes(name) && !isReadable(code));
  if (unreadable.length === 0) return;
  throw new MillraceError("There is no deployment of this checkout at these addresses.", {
    code: "not-deployed-here",
    found: unreadable
      .map(({ name, address, code }) => `${code === "none" ? "no" : "other"} code at ${address} (${name})`)
      .join(", "),
    expected: "the contracts that the addresses file names, as this checkout builds them",
    next: "Give the addresses file of this chain, and use the checkout that deployed; a local chain started anew is empty.",
  });
}

/** The deployment without what is other code than its name says; that is a disagreement already. */
function onlyReadable(deployment: Deployment, contracts: readonly InspectedContract[]): Deployment {
  const other = contracts.filter(({ code }) => !isReadable(code)).map(({ name }) => name);
  const kept = Object.entries(deployment.contracts).filter(([name]) => !other.includes(name));
  return { ...deployment, contracts: Object.fromEntries(kept) as Deployment["contracts"] };
}

/** All that is governed has one owner, or is on its way to it. */
function sameAccount(governed: readonly InspectedContract[]): Disagreement[] {
  const future = ({ owner = "", pendingOwner = "" }: InspectedContract) =>
    pendingOwner === ZeroAddress ? owner : pendingOwner;
  const governance = governed.find(({ name }) => name === "Parameters");
  if (governance === undefined) return [];
  return governed.flatMap((contract) => compare(contract.name, "owner", future(contract), future(governance)));
}

/** Whoever deployed wired: nobody else could have. */
function sameWirer(contracts: readonly InspectedContract[]): Disagreement[] {
  const wirers = contracts.flatMap(({ name, wires }) =>
    wires.filter(({ variable }) => variable === "WIRER").map(({ address }) => ({ name, address })),
  );
  return wirers.flatMap(({ name, address }) => compare(name, "WIRER", address, wirers[0]?.address ?? ""));
}

type Known = {
  readonly feeCollector: string;
  readonly controllers: readonly string[];
  readonly guardian: string;
  readonly minter: string;
};

function holders(
  { contracts: addresses }: Deployment,
  contracts: readonly InspectedContract[],
  name: string,
  { feeCollector, controllers, guardian, minter }: Known,
): Holders {
  const found = (contract: string) => contracts.find((other) => other.name === contract);
  const { owner, pendingOwner } = found(name)?.owner === undefined ? (found("Parameters") ?? {}) : (found(name) ?? {});
  const wirer = found(name)?.wires.find(({ variable }) => variable === "WIRER")?.address;
  const account = (address: string | undefined) => (address === undefined || address === ZeroAddress ? [] : [address]);
  return new Map<string, readonly string[]>([
    ...Object.entries(addresses).map(([contract, address]) => [contract, [address]] as const),
    ["governance", account(owner)],
    ["nextGovernance", account(pendingOwner)],
    ["guardian", account(guardian)],
    ["minter", account(minter)],
    ["feeCollector", account(feeCollector)],
    ["controller", controllers],
    ["wirer", account(wirer)],
  ]);
}
