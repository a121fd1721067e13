import path from "node:path";
import hre from "hardhat";
import { loadDeployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { jsonText } from "./json-text.ts";
import { reachNode } from "./reach-node.ts";
import { checkInput } from "./verification/check.ts";
import { writeInputs } from "./verification/files.ts";
import { verificationInputs } from "./verification/input.ts";
import { readFlags, USAGE } from "./verification/options.ts";

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags.help) {
    process.stdout.write(USAGE);
    return;
  }
  const deployment = await loadDeployment(flags.deployment ?? "");
  const provider = await reachNode(flags.rpc ?? "");
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const inputs = await verificationInputs(provider, deployment);
  const folder = path.resolve(flags.out ?? "");
  const files = await writeInputs(folder, inputs);
  for (const input of flags.check ? inputs : []) {
    say(`compiling ${input.name} …`);
    await checkInput(provider, input);
  }
  const contracts = inputs.map(({ input, arguments: _, ...fields }) => ({
    ...fields,
    files: Object.keys(input.sources).length,
  }));
  if (flags.json) process.stdout.write(`${jsonText({ folder, checked: flags.check, contracts, written: files })}\n`);
  for (const { name, address, fullName, files: count } of contracts)
    say(`${name} ${address} ${fullName} ${count} files`);
  say(`${files.length} files in ${folder}; bash ${path.join(folder, "commands.sh")} hands them to an explorer`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof MillraceError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(error instanceof MillraceError && error.code === "input-differs" ? 1 : 2);
  },
);
