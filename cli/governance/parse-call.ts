import type { AbiFunction, AbiParameter } from "viem";
import { type Call, callsOf } from "../../sdk/call.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { contractNamed } from "./contracts.ts";
import { settingId } from "./settings-on-chain.ts";

/**
 * A call as people write it: `Nodes.setClass(8, 1600000000000000000, 160000000000000000, 0)`. Lists are in brackets; a
 * contract of the deployment may be named where an address is asked for.
 * @throws MillraceError `bad-call`, `contract-unknown`
 */
export function parseCall(deployment: Deployment, text: string): Call {
  const match = /^\s*(?<contract>\w+)\.(?<name>\w+)\s*\((?<args>.*)\)\s*$/s.exec(text);
  if (match?.groups === undefined) throw badCall(text, "Contract.function(argument, …)");
  const { contract = "", name = "", args = "" } = match.groups;
  const { address, abi } = contractNamed(deployment, contract);
  const given = split(args);
  const functions = abi.filter((item): item is AbiFunction => item.type === "function" && isChanging(item));
  const named = functions.filter((item) => item.name === name);
  const item = named.find(({ inputs }) => inputs.length === given.length);
  if (item === undefined) {
    const forms = (named.length > 0 ? named : functions).map(signature);
    throw badCall(text, forms.join(", "));
  }
  const values = item.inputs.map((input, index) => parseValue(deployment, input, given[index] ?? "", text));
  return callsOf([item] as AbiFunction[])(address, item.name as never, values as never);
}

function isChanging({ stateMutability }: AbiFunction): boolean {
  return stateMutability === "nonpayable" || stateMutability === "payable";
}

function signature({ name, inputs }: AbiFunction): string {
  return `${name}(${inputs.map((input) => `${input.type} ${input.name}`).join(", ")})`;
}

/** At the commas that are outside brackets. */
function split(text: string): string[] {
  const parts = text.match(/\[[^\]]*\]|[^,[\]]+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function parseValue(
  deployment: Deployment,
  { type }: Pick<AbiParameter, "type">,
  given: string,
  call: string,
): unknown {
  if (type.endsWith("[]")) {
    if (!/^\[.*\]$/s.test(given)) throw badCall(call, `a list in brackets for ${type}`);
    const each = { type: type.slice(0, -2) };
    return split(given.slice(1, -1)).map((item) => parseValue(deployment, each, item, call));
  }
  if (type === "address") return addressOf(deployment, given, call);
  if (type === "bool" && /^(true|false)$/.test(given)) return given === "true";
  if (/^u?int/.test(type) && /^-?\d[\d_]*$/.test(given)) return BigInt(given.replaceAll("_", ""));
  if (type === "string") return given.replace(/^"(.*)"$/s, "$1");
  if (type === "bytes32" && /^[a-zA-Z]\w*$/.test(given)) return settingId(given);
  if (type.startsWith("bytes") && /^0x([0-9a-fA-F]{2})*$/.test(given)) return given;
  throw badCall(call, `${type} instead of ${given}`);
}

function addressOf(deployment: Deployment, given: string, call: string): string {
  if (/^0x[0-9a-fA-F]{40}$/.test(given)) return given;
  const known = deployment.contracts[given] ?? deployment.tokens.find(({ symbol }) => symbol === given)?.address;
  if (known !== undefined) return known;
  throw badCall(call, `an address, or a name of the addresses file, instead of ${given}`);
}

function badCall(found: string, expected: string): MillraceError {
  return new MillraceError("This is not a call of the deployment's contracts.", { code: "bad-call", found, expected });
}
