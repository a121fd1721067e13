import { type CheckRate, measureCheckRate, signSamples } from "./check-rate.ts";
import { measureEthersRate } from "./ethers-rate.ts";
import { median } from "./statistics.ts";

const VOUCHERS = 10_000;
const LIBRARY_VOUCHERS = 300;

/** Vouchers that one thread checks fully in a second, and what the libraries recover alone. */
export type CheckFigures = {
  readonly relayer: number;
  readonly viem: number;
  readonly ethers: number;
  /** The relayer's figure over viem's. */
  readonly ratio: number;
};

/** Medians of so many runs; all three are measured in each. */
export async function measureChecks(runs: number, say: (text: string) => void): Promise<CheckFigures> {
  const samples = await signSamples(VOUCHERS);
  await measureCheckRate(samples.slice(0, 1_000), 100);
  const measured: (CheckRate & { ethers: number })[] = [];
  for (let run = 1; run <= runs; run += 1) {
    say(`checking vouchers, run ${run} of ${runs}`);
    const rate = await measureCheckRate(samples, LIBRARY_VOUCHERS);
    measured.push({ ...rate, ethers: measureEthersRate(samples.slice(0, LIBRARY_VOUCHERS)) });
  }
  return {
    relayer: Math.round(median(measured.map(({ relayer }) => relayer))),
    viem: Math.round(median(measured.map(({ viem }) => viem))),
    ethers: Math.round(median(measured.map(({ ethers }) => ethers))),
    ratio: Math.round(median(measured.map(({ relayer, viem }) => relayer / viem)) * 10) / 10,
  };
}
