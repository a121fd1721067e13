import { recoverTypedDataAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { judge } from "../../relayer/core/judge.ts";
import { submissionSchema } from "../../relayer/intake/submission.ts";
import { createVerifier } from "../../relayer/intake/verify.ts";
import { escrowDomain } from "../../sdk/domain.ts";
import { signVoucher, type Voucher, voucherTypes } from "../../sdk/voucher.ts";

export const domain = escrowDomain(31_337, "0x5FbDB2315678afecb367f032d93F642f64180aa3");
const operator = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const token = "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc";
const judgePolicy = { chainTime: 1_000, closeMarginSeconds: 60 };
const state = { phase: "open", deposited: 2n ** 95n, settled: 0n, closesAt: 0, byAmount: false } as const;

/** Vouchers per second in one thread. */
export type CheckRate = { readonly relayer: number; readonly viem: number };

export type Sample = {
  readonly json: string;
  readonly voucher: Voucher;
  readonly signature: `0x${string}`;
  readonly signer: `0x${string}`;
};

/** Vouchers of different signers, salts and amounts, as text as a client sends them. */
export function signSamples(count: number): Promise<Sample[]> {
  const sign = async (_: unknown, index: number): Promise<Sample> => {
    const voucher = {
      operator,
      token,
      salt: 2n ** 159n + BigInt(index),
      cumulative: 10n ** 18n + BigInt(index),
    } as const;
    const account = privateKeyToAccount(generatePrivateKey());
    const signature = await signVoucher(account, domain, voucher);
    const wire = { ...voucher, salt: voucher.salt.toString(), cumulative: voucher.cumulative.toString(), signature };
    return { json: JSON.stringify(wire), voucher, signature, signer: account.address };
  };
  return Promise.all(Array.from({ length: count }, sign));
}

/**
 * The relayer's whole check (parse, schema, hash, recover, rules) beside viem's recovery alone, one after the other in
 * the same thread. viem is given the parsed voucher, which favours it.
 */
export async function measureCheckRate(samples: readonly Sample[], viemSamples: number): Promise<CheckRate> {
  const verify = createVerifier(domain, new Set([token]));
  const start = performance.now();
  for (const { json } of samples) {
    const verified = verify(submissionSchema.parse(JSON.parse(json)));
    if (verified.kind === "refused") throw new Error(`A good voucher was refused: ${verified.refusal.code}.`);
    const known = { state, confirmedDeposit: state.deposited, highest: undefined };
    const verdict = judge(verified.voucher, known, judgePolicy);
    if (verdict.kind !== "store") throw new Error(`A good voucher was judged "${verdict.kind}".`);
  }
  const between = performance.now();
  const compared = samples.slice(0, viemSamples);
  for (const { voucher, signature } of compared) {
    await recoverTypedDataAddress({ domain, types: voucherTypes, primaryType: "Voucher", message: voucher, signature });
  }
  const end = performance.now();
  return {
    relayer: (samples.length * 1_000) / (between - start),
    viem: (compared.length * 1_000) / (end - between),
  };
}
