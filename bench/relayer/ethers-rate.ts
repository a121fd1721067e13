import { verifyTypedData } from "ethers";
import { voucherTypes } from "../../sdk/voucher.ts";
import { domain, type Sample } from "./check-rate.ts";

/** Recoveries per second of ethers' `verifyTypedData`, in this thread. */
export function measureEthersRate(samples: readonly Sample[]): number {
  const types = { Voucher: [...voucherTypes.Voucher] };
  const start = performance.now();
  for (const { voucher, signature, signer } of samples) {
    const recovered = verifyTypedData({ ...domain }, types, voucher, signature);
    if (recovered !== signer) throw new Error(`ethers recovered ${recovered}, not ${signer}.`);
  }
  return (samples.length * 1_000) / (performance.now() - start);
}
