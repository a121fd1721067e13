import type { PrivateKeyAccount } from "viem";
import type { Signer } from "./signer.ts";

/** A key in this process. */
export function localSigner(account: PrivateKeyAccount): Signer {
  return {
    address: account.address,
    sign: (transaction) => account.signTransaction({ type: "eip1559", value: 0n, ...transaction }),
    fault: async () => undefined,
  };
}
