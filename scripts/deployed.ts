import hre from "hardhat";
import { loadDeployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { inspectDeployment } from "./deployed/inspect.ts";
import { readFlags, USAGE } from "./deployed/options.ts";
import { inspectionText } from "./deployed/text.ts";
import { jsonText } from "./json-text.ts";
import { reachNode } from "./reach-node.ts";

async function main(): Promise<number> {
  const flags = readFlags();
  if (flags.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const deployment = await loadDeployment(flags.deployment ?? "");
  const provider = await reachNode(flags.rpc ?? "");
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const inspection = await inspectDeployment(provider, deployment);
  process.stdout.write(`${flags.json ? jsonText(inspection) : inspectionText(inspection)}\n`);
  return inspection.agrees ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const text = error instanceof MillraceError ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`${text}\n`);
    process.exit(2);
  },
);
