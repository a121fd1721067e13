import {
  type Abi,
  type AbiFunction,
  type Address,
  decodeFunctionData,
  type Hex,
  hexToString,
  toFunctionSelector,
} from "viem";
import type { Deployment } from "../../sdk/deployment.ts";
import { contractAt } from "./contracts.ts";

export type Argument = { readonly name: string; readonly type: string; readonly value: unknown };

/** A call that a proposal makes, as far as it is known what it is. */
export type DecodedCall = {
  readonly to: Address;
  readonly data: Hex;
  /** The contract's name in the addresses file, and the function; undefined for what this version does not know. */
  readonly known?: { readonly contract: string; readonly functionName: string; readonly args: readonly Argument[] };
};

/** What a call does, by the ABIs of the deployment's contracts. */
export function decodeCall(deployment: Deployment, to: Address, data: Hex): DecodedCall {
  const contract = contractAt(deployment, to);
  if (contract === undefined) return { to, data };
  const item = functionOf(contract.abi, data);
  if (item === undefined) return { to, data };
  try {
    const { args = [] } = decodeFunctionData({ abi: [item], data });
    const named = item.inputs.map(({ name = "", type }, index) => ({ name, type, value: args[index] }));
    return { to, data, known: { contract: contract.name, functionName: item.name, args: named } };
  } catch {
    return { to, data };
  }
}

/** "Parameters.set(id: protocolFeeBps, newValue: 300)" */
export function callText({ to, data, known }: DecodedCall): string {
  if (known === undefined) return `${to} ${data}`;
  const args = known.args.map(({ name, type, value }) => `${name}: ${valueText(type, value)}`);
  return `${known.contract}.${known.functionName}(${args.join(", ")})`;
}

export function valueText(type: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => valueText(type.replace(/\[\d*\]$/, ""), each)).join(", ")}]`;
  if (type === "bytes32") return asciiOf(value as Hex) ?? String(value);
  return typeof value === "object" ? JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}` : v)) : `${value}`;
}

/** A name that is written in the bytes, or undefined. */
export function asciiOf(bytes: Hex): string | undefined {
  const text = hexToString(bytes, { size: 32 });
  return /^[a-zA-Z][a-zA-Z0-9]*$/.test(text) ? text : undefined;
}

function functionOf(abi: Abi, data: Hex): AbiFunction | undefined {
  const selector = data.slice(0, 10);
  return abi.find((item): item is AbiFunction => item.type === "function" && toFunctionSelector(item) === selector);
}
