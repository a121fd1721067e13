import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type CheckRate, measureCheckRate, signSamples } from "./check-rate.ts";

const runs = 5;
const vouchers = 10_000;
const viemVouchers = 500;

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const samples = await signSamples(vouchers);
await measureCheckRate(samples.slice(0, 1_000), 100);

const measured: CheckRate[] = [];
for (let run = 0; run < runs; run++) {
  console.error(`checking vouchers, run ${run + 1} of ${runs}`);
  measured.push(await measureCheckRate(samples, viemVouchers));
}
const report = {
  runs,
  loadAverage: loadavg()[0],
  checkedPerSecond: {
    relayer: Math.round(median(measured.map(({ relayer }) => relayer))),
    viem: Math.round(median(measured.map(({ viem }) => viem))),
    ratio: Math.round(median(measured.map(({ relayer, viem }) => relayer / viem)) * 10) / 10,
  },
};
if (values.json) console.log(JSON.stringify(report));
else {
  const { relayer, viem, ratio } = report.checkedPerSecond;
  console.log(`Vouchers fully checked per second, one thread, median of ${runs} runs: ${relayer}`);
  console.log(`viem's recoverTypedDataAddress alone: ${viem} (ratio ${ratio}); load average ${report.loadAverage}`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
