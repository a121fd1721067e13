import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  encodeAbiParameters,
  type Hex,
} from "viem";
import { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import { type DisputeKind, disputeKinds } from "../../sdk/dispute.ts";
import type { Context } from "../context.ts";

/** What an arbitrator is told of a dispute. */
type Told = { readonly disputeId: bigint; readonly leaseId: Hex; readonly kind: DisputeKind };

/**
 * What it asks to take the dispute, wei: it goes along with the transaction. The committees ask for nothing; with an
 * arbitrator that cannot say, the contract wants nothing.
 */
export async function arbitrationFee({ client }: Context, arbitrator: Address, told: Told): Promise<bigint> {
  const { disputeId, leaseId, kind } = told;
  const extraData = encodeAbiParameters(
    [{ type: "uint256" }, { type: "bytes32" }, { type: "uint8" }],
    [disputeId, leaseId, disputeKinds.indexOf(kind)],
  );
  const at = { address: arbitrator, abi: committeeArbitratorAbi } as const;
  try {
    return await client.readContract({ ...at, functionName: "arbitrationCost", args: [extraData] });
  } catch (error) {
    if (error instanceof BaseError && error.walk(isOfTheContract) !== null) return 0n;
    throw error;
  }
}

function isOfTheContract(error: unknown): boolean {
  return error instanceof ContractFunctionRevertedError || error instanceof ContractFunctionZeroDataError;
}
