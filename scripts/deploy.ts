import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import hre from "hardhat";
import { actingAs } from "../deploy/acting-as.ts";
import { configuredUrl, connectTo, lookAt } from "../deploy/connection.ts";
import { deployMillrace } from "../deploy/deployment.ts";
import { journalFolder } from "../deploy/journal.ts";
import { givenBy } from "../deploy/parameters/given.ts";
import { isLocal, loadNetwork, networkFile } from "../deploy/parameters/network.ts";
import { rehearse } from "../deploy/rehearsal.ts";
import { type DeploymentStep, describeStep } from "../deploy/step.ts";
import { MillraceError } from "../sdk/error.ts";
import { checkBalance, confirm } from "./deploy/confirm.ts";
import { withHeartbeat } from "./deploy/heartbeat.ts";
import { readFlags, USAGE } from "./deploy/options.ts";
import { planJson, planText } from "./deploy/plan.ts";
import { reachNode } from "./reach-node.ts";

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags.help) {
    say(USAGE);
    return;
  }

  const given = givenBy(flags.role, process.env);
  const network = await loadNetwork(flags.parameters ?? networkFile(flags.network), given);
  const url = flags.rpc ?? (await configuredUrl(network.network));
  await reachNode(url);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const isDryRun = flags["dry-run"];
  const provider =
    isDryRun && flags.deployer !== undefined
      ? actingAs((await lookAt(url)).provider, flags.deployer)
      : (await connectTo(network.network, flags.rpc)).provider;
  const journal = await journalFolder(network, provider);

  if (isDryRun || !isLocal(network)) {
    const plan = await withHeartbeat(say, async (beat) => {
      say("rehearsing on a copy of the chain …");
      return rehearse({ provider, url, network, journal, onStep: (step) => beat(describeStep(step)) });
    });
    say(planText(network, plan));
    if (isDryRun) return print(flags.json, planJson(network, plan));
    checkBalance(plan);
    if (!flags.yes) await confirm(network);
  }

  const { deployment, steps } = await withHeartbeat(say, (beat) => {
    const onStep = (step: DeploymentStep) => {
      beat(describeStep(step));
      say(describeStep(step));
    };
    return deployMillrace({ provider, network, journal, onStep });
  });
  const file = path.resolve(flags.out ?? path.join(journal, "addresses.json"));
  await writeWhole(file, `${JSON.stringify(deployment, null, 2)}\n`);
  say(
    `${count(steps, "deployed")} deployed, ${count(steps, "reused")} reused, ${count(steps, "changed")} changed; ${file}`,
  );
  print(flags.json, { ...deployment, file, steps });
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
    process.exit(error instanceof MillraceError && error.code === "bad-usage" ? 2 : 1);
  },
);
