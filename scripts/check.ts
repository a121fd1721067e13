import { STEPS } from "./check/steps.ts";
import { inParallel } from "./parallel.ts";
import { readOrEnd } from "./usage.ts";

const values = readOrEnd(
  { only: { type: "string" } },
  {
    command: "check",
    usedAs: `npm run check -- [--only ${STEPS.map(({ name }) => name).join(",")}]`,
    needed: [],
    help: "Check format, lint, directions of imports, generated files and types.",
  },
);
const names = values.only?.split(",") ?? STEPS.map(({ name }) => name);
const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(", ")}; expected --only with some of ${STEPS.map(({ name }) => name).join(",")}`,
  );
  process.exit(2);
}

/** Compiling takes one core for minutes; the other steps have the next one. */
const results = await inParallel(
  STEPS.filter((step) => names.includes(step.name)),
  2,
  async ({ name, holds, check }) => {
    const startedMs = performance.now();
    const { passed, output } = await check();
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    console.error(
      `${passed ? "✔" : "✖"} ${name.padEnd(10)} ${seconds.padStart(5)} s  ${passed ? "" : holds}`.trimEnd(),
    );
    if (!passed) console.error(output);
    return passed;
  },
);
process.exit(results.every((passed) => passed) ? 0 : 1);
