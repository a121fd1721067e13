import { type Address, decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import { escrowAbi } from "../../sdk/abi/escrow.ts";

/** What a claim on the wire is made of. */
export type WireVoucher = {
  readonly operator: Address;
  readonly token: Address;
  readonly salt: bigint;
  readonly cumulative: bigint;
  /** 64 bytes, r and vs. */
  readonly signature: Hex;
};

/** The vouchers of one operator and token each. */
export type WireGroup = readonly WireVoucher[];

/** Calldata that settles these groups: the cheaper form when there is only one. */
export function encodeSettle(groups: readonly WireGroup[]): Hex {
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) {
    return encodeFunctionData({
      abi: escrowAbi,
      functionName: "settle",
      args: [...partiesOf(only), only.map(claimOf)],
    });
  }
  const args = groups.map((group) => {
    const [operator, token] = partiesOf(group);
    return { operator, token, claims: group.map(claimOf) };
  });
  return encodeFunctionData({ abi: escrowAbi, functionName: "settleGroups", args: [args] });
}

/** What each claim paid, by group. */
export function decodePaid(groups: readonly WireGroup[], data: Hex): readonly (readonly bigint[])[] {
  if (groups.length === 1) return [decodeFunctionResult({ abi: escrowAbi, functionName: "settle", data })];
  return decodeFunctionResult({ abi: escrowAbi, functionName: "settleGroups", data });
}

function partiesOf(group: WireGroup): [Address, Address] {
  const [first] = group;
  if (first === undefined) throw new RangeError("A group without vouchers cannot be settled.");
  return [first.operator, first.token];
}

function claimOf({ salt, cumulative, signature }: WireVoucher): { saltAndCumulative: bigint; r: Hex; vs: Hex } {
  return {
    saltAndCumulative: (salt << 96n) | cumulative,
    r: signature.slice(0, 66) as Hex,
    vs: `0x${signature.slice(66)}`,
  };
}
