import { writeOutput } from "./generate/folder.ts";
import { generatedOutputs } from "./generate/outputs.ts";
import { readOrEnd } from "./usage.ts";

readOrEnd(
  {},
  {
    command: "generate",
    usedAs: "npm run generate",
    needed: [],
    help: "Build, and write typechain-types/, sdk/abi/, docs/parameters.md and docs/access.md.",
  },
);
for (const output of await generatedOutputs()) {
  await writeOutput(output);
  process.stderr.write(`${output.folder}: ${output.files.size} generated files\n`);
}
