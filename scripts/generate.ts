import { writeOutput } from "./generate/folder.ts";
import { generatedOutputs } from "./generate/outputs.ts";

for (const output of await generatedOutputs()) {
  await writeOutput(output);
  process.stderr.write(`${output.folder}: ${output.files.size} generated files\n`);
}
