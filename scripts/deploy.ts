import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import hre from "hardhat";
import { connectTo } from "../deploy/connection.ts";
import { deployMillrace, planMillrace } from "../deploy/deployment.ts";
import { journalFolder } from "../deploy/journal.ts";
import { loadNetwork, networkFile } from "../deploy/parameters/network.ts";
import { type DeploymentStep, describeStep } from "../deploy/step.ts";
import { MillraceError } from "../sdk/error.ts";

const USAGE = `Deploy Millrace, or finish or reuse an earlier deployment on the same chain.

  npm run deploy -- [--network NAME] [--rpc URL] [--parameters FILE] [--out FILE] [--dry-run] [--json]

  --network NAME     the file in deploy/parameters/ that describes the network; default: local
  --rpc URL          the node, if it isn't the network's configured one
  --parameters FILE  parameters of another network, in the form of deploy/parameters/local.json
  --out FILE         where to write the addresses; default: beside the journal in deploy/deployments/
  --dry-run          say what would be done and send nothing
  --json             print the addresses and the steps as one JSON object on standard output
`;

const OPTIONS = {
  network: { type: "string", default: "local" },
  rpc: { type: "string" },
  parameters: { type: "string" },
  out: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    say(USAGE);
    return;
  }

  const network = await loadNetwork(values.parameters ?? networkFile(values.network));
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { provider } = await connectTo(network.network, values.rpc);
  const journal = await journalFolder(network, provider);

  if (values["dry-run"]) {
    const steps = await planMillrace({ provider, network, journal });
    for (const step of steps) say(`would be ${describeStep(step)}`);
    return print(values.json, { network: network.network, chainId: network.chainId, dryRun: true, steps });
  }
  const onStep = (step: DeploymentStep) => say(describeStep(step));
  const { deployment, steps } = await deployMillrace({ provider, network, journal, onStep });
  const file = path.resolve(values.out ?? path.join(journal, "addresses.json"));
  await writeWhole(file, `${JSON.stringify(deployment, null, 2)}\n`);
  say(
    `${count(steps, "deployed")} deployed, ${count(steps, "reused")} reused, ${count(steps, "changed")} changed; ${file}`,
  );
  print(values.json, { ...deployment, file, steps });
}

function print(isWanted: boolean, value: object): void {
  if (isWanted) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function count(steps: readonly DeploymentStep[], kind: DeploymentStep["kind"]): number {
  return steps.filter((step) => step.kind === kind).length;
}

/** Readers never see half a file. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof MillraceError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
