import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  type Hex,
} from "viem";

/** A call of a contract that is not sent yet: what a dry run shows, a wallet signs and `multicall` bundles. */
export type Call = {
  readonly to: Address;
  readonly data: Hex;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

type Changing = "nonpayable" | "payable";

/** What makes calls of one contract, typed by its ABI. */
export function callsOf<const A extends Abi>(abi: A) {
  return function call<const N extends ContractFunctionName<A, Changing>>(
    to: Address,
    functionName: N,
    args: ContractFunctionArgs<A, Changing, N>,
  ): Call {
    // Typed above by the name; the generic call below cannot follow it.
    const data = encodeFunctionData({ abi, functionName, args } as unknown as Parameters<typeof encodeFunctionData>[0]);
    return { to, data, functionName, args: args as readonly unknown[] };
  };
}
