import {
  BaseError,
  type ContractErrorArgs,
  decodeErrorResult,
  type Hex,
  HttpRequestError,
  RpcRequestError,
  TimeoutError,
} from "viem";
import { abisByName } from "../../sdk/abi/by-name.ts";
import { erc20PermitAbi } from "../../sdk/abi/erc20-permit.ts";
import { escrowAbi } from "../../sdk/abi/escrow.ts";
import type { PaymentToken } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { permit2ErrorsAbi } from "../../sdk/permit2.ts";
import { committeeSteps } from "./committee-steps.ts";
import { governanceSteps } from "./governance-steps.ts";
import { leaseSteps } from "./lease-steps.ts";
import { nextSteps, permit2Steps } from "./next-steps.ts";
import { stakeSteps } from "./stake-steps.ts";
import { valueText } from "./values.ts";

const steps: Readonly<Record<string, string>> = {
  ...{ ...governanceSteps, ...permit2Steps, ...leaseSteps, ...stakeSteps, ...committeeSteps, ...nextSteps },
};

/** Errors of the contracts, of tokens that follow OpenZeppelin, and of Permit2. Escrow's come first. */
const errorAbi = [escrowAbi, ...Object.values(abisByName), erc20PermitAbi, permit2ErrorsAbi].flatMap((abi) =>
  abi.filter((item) => item.type === "error"),
);

/**
 * What went wrong with the chain, in words: a decoded revert with the next step, or a node that does not answer.
 * Anything else comes back as it is.
 * @param tokens in which amounts are shown, instead of in the smallest unit
 */
export function explain(error: unknown, tokens: readonly PaymentToken[] = []): unknown {
  if (error instanceof MillraceError || !(error instanceof BaseError)) return error;
  const data = revertDataOf(error);
  if (data !== undefined) return revertError(data, error, tokens);
  if (error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null) {
    return new MillraceError("The node does not answer.", {
      code: "node-unreachable",
      found: error.shortMessage,
      next: "Check --rpc. If a transaction was being sent, look for it before sending it again: `millrace status`.",
      cause: error,
    });
  }
  return new MillraceError("The chain refuses this.", {
    code: "chain-refuses",
    found: error.details || error.shortMessage,
    next: "Check gas money and settings: `millrace doctor`.",
    cause: error,
  });
}

/** The error that a call reverted with, by name and arguments. */
export function revertError(data: Hex, cause?: unknown, tokens: readonly PaymentToken[] = []): MillraceError {
  const decoded = decode(data, tokens);
  if (decoded === undefined) {
    return new MillraceError("The chain refuses this, with an error that is not known here.", {
      code: "chain-refuses",
      found: data,
      next: "Check that the deployment is this version: `millrace doctor`.",
      cause,
    });
  }
  const { name, args } = decoded;
  return new MillraceError(`The chain refuses this: ${name}.`, {
    code: "chain-refuses",
    found: args.length === 0 ? undefined : args.join(", "),
    next: steps[name],
    cause,
  });
}

/** What a contract reverts with that may not take tokens; other tokens say it in a way of their own, or not at all. */
const withoutAllowance = new Set([
  "ERC20InsufficientAllowance",
  "SafeERC20FailedOperation",
  "TokenCallFailed",
  "Error",
  "Panic",
]);

/** Whether a call may have failed for an allowance that is missing alone: in doubt it may. */
export function mayLackAllowance(error: unknown): boolean {
  const data = error instanceof BaseError ? revertDataOf(error) : undefined;
  if (data === undefined) return true;
  const name = decode(data, [])?.name;
  return name === undefined || withoutAllowance.has(name);
}

function decode(data: Hex, tokens: readonly PaymentToken[]): { name: string; args: string[] } | undefined {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorAbi, data });
    const inputs = abiItem.type === "error" ? abiItem.inputs : [];
    const values = (args ?? []) as ContractErrorArgs & readonly unknown[];
    const token = tokens.find(({ address }) => address === values[inputs.findIndex(({ name }) => name === "token")]);
    return { name: errorName, args: inputs.map((input, i) => valueText(errorName, input, values[i], token)) };
  } catch {
    return undefined;
  }
}

/** The bytes a call reverted with, wherever the node has put them. */
export function revertDataOf(error: BaseError): Hex | undefined {
  let found: Hex | undefined;
  error.walk((cause) => {
    const data = cause instanceof RpcRequestError ? cause.data : (cause as { data?: unknown }).data;
    const hex = typeof data === "object" && data !== null ? (data as { data?: unknown }).data : data;
    if (typeof hex === "string" && /^0x[0-9a-fA-F]{8,}$/.test(hex)) found ??= hex as Hex;
    return false;
  });
  return found;
}
