import type { Address } from "viem";
import { contractsOf } from "../../sdk/contracts.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";

/**
 * Nothing is signed for an operator that this key does not sign for.
 * @throws MillraceError `not-the-operators-key` if neither contract nor relayer would take this key's signature
 */
export async function checkKey({ client, deployment, account }: Context, operator: Address): Promise<void> {
  const { offers } = contractsOf(deployment);
  const key = account().address;
  if (await client.readContract({ ...offers, functionName: "actsFor", args: [key, operator] })) return;
  throw new MillraceError("This key does not sign for that operator.", {
    code: "not-the-operators-key",
    found: key,
    expected: `${operator}, or a key that it has named`,
    next: "The operator names it: millrace operator key set ADDRESS",
  });
}
