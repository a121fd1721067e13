import { Interface, type ParamType, type Result } from "ethers";
import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import { CONTRACTS } from "../contracts.ts";

/** An argument as JSON can hold it: integers in decimal, tuples and lists as lists. */
export type PlannedArgument = { readonly name: string; readonly type: string; readonly value: PlannedValue };
export type PlannedValue = string | boolean | readonly PlannedValue[];

/** One transaction that the deployment sends. */
export type PlannedTransaction = {
  readonly kind: "deploy" | "call";
  /** The contract's name in the addresses file. */
  readonly contract: string;
  /** Where the contract will be, or is. */
  readonly address: string;
  /** The function that is called, or `constructor`. */
  readonly function: string;
  readonly arguments: readonly PlannedArgument[];
  readonly nonce: number;
  /** What it used when it was rehearsed. */
  readonly gas: bigint;
};

/**
 * What a transaction of a rehearsal did.
 * @param names the contracts' names in the addresses file, by their addresses in lower case
 */
export async function plannedTransaction(
  provider: EthereumProvider,
  hash: string,
  names: ReadonlyMap<string, string>,
): Promise<PlannedTransaction> {
  const ask = (method: string) => provider.request({ method, params: [hash] });
  const { input, nonce, to } = (await ask("eth_getTransactionByHash")) as Sent;
  const { gasUsed, contractAddress } = (await ask("eth_getTransactionReceipt")) as Receipt;
  const address = contractAddress ?? to ?? "";
  const contract = names.get(address.toLowerCase()) ?? "";
  const artifact = await hre.artifacts.readArtifact(CONTRACTS[contract] ?? contract);
  const abi = new Interface(artifact.abi);
  const common = { contract, address, nonce: Number(nonce), gas: BigInt(gasUsed) };
  if (contractAddress !== null) {
    const { inputs } = abi.deploy;
    const encoded = `0x${input.slice(artifact.bytecode.length)}`;
    const values = abi.getAbiCoder().decode(inputs, encoded);
    return { ...common, kind: "deploy", function: "constructor", arguments: named(inputs, values) };
  }
  const call = abi.parseTransaction({ data: input });
  if (call === null) throw new Error(`${contract} has no function with the selector ${input.slice(0, 10)}`);
  return { ...common, kind: "call", function: call.name, arguments: named(call.fragment.inputs, call.args) };
}

function named(inputs: readonly ParamType[], values: Result): PlannedArgument[] {
  return inputs.map(({ name, type }, index) => ({ name, type, value: plain(values[index]) }));
}

function plain(value: unknown): PlannedValue {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "boolean" ? value : String(value);
}

type Sent = { readonly input: string; readonly nonce: string; readonly to: string | null };
type Receipt = { readonly gasUsed: string; readonly contractAddress: string | null };
