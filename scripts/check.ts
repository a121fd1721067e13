import { parseArgs } from "node:util";
import { STEPS } from "./check/steps.ts";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const names = values.only?.split(",") ?? STEPS.map(({ name }) => name);
const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(", ")}; expected --only with some of ${STEPS.map(({ name }) => name).join(",")}`,
  );
  process.exit(2);
}

let failed = 0;
for (const { name, holds, check } of STEPS.filter((step) => names.includes(step.name))) {
  const startedMs = performance.now();
  const { passed, output } = await check();
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.error(`${passed ? "✔" : "✖"} ${name.padEnd(10)} ${seconds.padStart(5)} s  ${passed ? "" : holds}`.trimEnd());
  if (!passed) {
    failed += 1;
    console.error(output);
  }
}
process.exit(failed === 0 ? 0 : 1);
