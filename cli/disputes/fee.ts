import { type Address, encodeAbiParameters, type Hex } from "viem";
import { committeeArbitratorAbi } from "../../sdk/abi/committee-arbitrator.ts";
import { type DisputeKind, disputeKinds } from "../../sdk/dispute.ts";
import type { Context } from "../context.ts";

/** What an arbitrator is told of a dispute. */
type Told = { readonly disputeId: bigint; readonly leaseId: Hex; readonly kind: DisputeKind };

/** What it asks to take the dispute, wei: it goes along with the transaction. The committees ask for nothing. */
export function arbitrationFee({ client }: Context, arbitrator: Address, told: Told): Promise<bigint> {
  const { disputeId, leaseId, kind } = told;
  const extraData = encodeAbiParameters(
    [{ type: "uint256" }, { type: "bytes32" }, { type: "uint8" }],
    [disputeId, leaseId, disputeKinds.indexOf(kind)],
  );
  const at = { address: arbitrator, abi: committeeArbitratorAbi } as const;
  return client.readContract({ ...at, functionName: "arbitrationCost", args: [extraData] });
}
