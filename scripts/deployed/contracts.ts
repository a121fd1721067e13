import { Contract, getAddress } from "ethers";
import { type BuiltContract, builtContract } from "../../deploy/code/built-contract.ts";
import { type CodeMatch, matchCode } from "../../deploy/code/match-code.ts";
import { CONTRACTS } from "../../deploy/contracts.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { inParallel } from "../parallel.ts";
import type { ChainAt } from "./chain.ts";
import { compare, type Disagreement } from "./disagreement.ts";
import { addressIn, expectedAddress } from "./naming.ts";

/** An address that a contract holds, in its code or its storage. */
export type Wire = { readonly variable: string; readonly where: "code" | "storage"; readonly address: string };

export type InspectedContract = {
  readonly name: string;
  readonly artifact: string;
  readonly address: string;
  readonly compiler: string;
  /** `same` as this checkout builds it; else what differs. */
  readonly code: "same" | "none" | "otherSources" | "other";
  readonly wires: readonly Wire[];
  /** Of contracts that somebody governs. */
  readonly owner?: string;
  readonly pendingOwner?: string;
};

const WIDTH = 4;

/** Every contract of the addresses file: its code, what it is wired to, who owns it. */
export async function inspectContracts(chain: ChainAt, deployment: Deployment) {
  const inspected = await inParallel(Object.entries(deployment.contracts), WIDTH, ([name, address]) =>
    inspect(chain, deployment, name, address),
  );
  return {
    contracts: inspected.map(({ contract }) => contract),
    disagreements: inspected.flatMap(({ disagreements }) => disagreements),
  };
}

async function inspect(chain: ChainAt, deployment: Deployment, name: string, address: string) {
  const artifact = CONTRACTS[name];
  if (artifact === undefined) {
    const unknown = { name, artifact: "", address, compiler: "", code: "other", wires: [] } as const;
    const expected = Object.keys(CONTRACTS).join(", ");
    return {
      contract: unknown as InspectedContract,
      disagreements: [{ where: name, what: "a contract that this checkout does not deploy", found: address, expected }],
    };
  }
  const built = await builtContract(artifact);
  const match = matchCode(await chain.codeAt(address), built);
  const wires = await wiresOf(chain, address, built, match);
  const contract: InspectedContract = {
    ...{ name, artifact, address, compiler: built.compiler, code: match.kind, wires },
    ...(isReadable(match.kind) ? await ownersOf(chain, address, built) : {}),
  };
  return { contract, disagreements: [...codeDisagreement(name, match), ...wireDisagreements(contract, deployment)] };
}

/** Whether a contract answers as its interface says: others are not asked anything. */
export function isReadable(code: InspectedContract["code"]): boolean {
  return code === "same" || code === "otherSources";
}

function codeDisagreement(where: string, match: CodeMatch): Disagreement[] {
  if (match.kind === "same") return [];
  const found = {
    none: "no code at its address",
    otherSources: "the same instructions, made of other sources or settings",
    other: match.kind === "other" ? match.detail : "",
  }[match.kind];
  return [{ where, what: "code", found, expected: "what this checkout builds" }];
}

async function wiresOf(chain: ChainAt, address: string, built: BuiltContract, match: CodeMatch): Promise<Wire[]> {
  if (match.kind === "none" || match.kind === "other") return [];
  const inCode = match.immutables
    .filter(({ type }) => holdsAddress(type))
    .map(({ name, value }): Wire => ({ variable: name, where: "code", address: addressIn(value) }));
  const variables = built.storage.filter(({ type }) => holdsAddress(type));
  const inStorage = await inParallel(variables, WIDTH, async ({ label, slot, offset }): Promise<Wire> => {
    return { variable: label, where: "storage", address: addressIn(await chain.slotOf(address, slot), offset) };
  });
  return [...inCode, ...inStorage];
}

/** Types as syntax tree and storage layout write them. */
function holdsAddress(type: string): boolean {
  return /^(address|t_address)\b|^contract |^t_contract\(/.test(type);
}

function wireDisagreements({ name, address, wires }: InspectedContract, deployment: Deployment): Disagreement[] {
  return wires.flatMap((wire) => {
    const expected = expectedAddress(wire.variable, address, deployment);
    return expected === undefined ? [] : compare(name, `${wire.variable} (${wire.where})`, wire.address, expected);
  });
}

async function ownersOf({ runner }: ChainAt, address: string, { abi }: BuiltContract) {
  const views = ["owner", "pendingOwner"] as const;
  const contract = new Contract(address, abi as never, runner);
  const found = views.filter((view) => contract.interface.hasFunction(`${view}()`));
  const answers = await Promise.all(
    found.map(async (view) => [view, getAddress(await contract.getFunction(`${view}()`).staticCall())] as const),
  );
  return Object.fromEntries(answers) as Partial<Record<(typeof views)[number], string>>;
}
