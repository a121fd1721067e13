import { createPublicClient, http } from "viem";
import { loadDeployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { inspectAuthority } from "./authority/inspect.ts";
import { unreachable } from "./unreachable.ts";
import { readOrEnd } from "./usage.ts";

const flags = readOrEnd(
  { rpc: { type: "string" }, deployment: { type: "string" }, json: { type: "boolean", default: false } },
  {
    command: "authority",
    usedAs: "--rpc URL --deployment FILE [--json]",
    needed: ["rpc", "deployment"],
    help: `Ask the chain who can govern a deployment. Exit code 1 if anything but the timelock can, 2 if it could not be asked.

  --rpc URL          a node of the deployment's chain; it is only read
  --deployment FILE  the addresses file that the deployment wrote
  --json             one JSON object on standard output`,
  },
);

async function main({ rpc = "", deployment: file = "", json }: typeof flags): Promise<number> {
  const deployment = await loadDeployment(file);
  const client = createPublicClient({ transport: http(rpc), cacheTime: 0 });
  await client.getChainId().catch((cause: unknown) => {
    throw unreachable(rpc, cause);
  });
  const report = await inspectAuthority(client, deployment);
  const wrong = report.findings.filter(({ holds }) => !holds);
  if (json) console.log(JSON.stringify({ ...report, holds: wrong.length === 0 }, null, 2));
  else {
    for (const { holds, what, found } of report.findings) console.log(`${holds ? "ok  " : "FAIL"}  ${what}: ${found}`);
    console.log(wrong.length === 0 ? "\nOnly the timelock governs." : `\n${wrong.length} of these must not be.`);
  }
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main(flags).catch((error: unknown) => {
  process.stderr.write(`${error instanceof MillraceError ? error.message : String(error)}\n`);
  return 2;
});
