import { parseArgs } from "node:util";
import { createPublicClient, http } from "viem";
import { loadDeployment } from "../sdk/deployment.ts";
import { MillraceError } from "../sdk/error.ts";
import { inspectAuthority } from "./authority/inspect.ts";

const USAGE = `Ask the chain who can govern a deployment. Exit code 1 if anything but the timelock can.

  npm run authority -- --rpc URL --deployment FILE [--json]

  --rpc URL          a node of the deployment's chain; it is only read
  --deployment FILE  the addresses file that the deployment wrote
  --json             one JSON object on standard output
`;

const { values } = parseArgs({
  options: {
    rpc: { type: "string" },
    deployment: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main({ rpc, deployment: file, json }: typeof values): Promise<number> {
  if (rpc === undefined || file === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const deployment = await loadDeployment(file);
  const client = createPublicClient({ transport: http(rpc), cacheTime: 0 });
  const report = await inspectAuthority(client, deployment);
  const wrong = report.findings.filter(({ holds }) => !holds);
  if (json) console.log(JSON.stringify({ ...report, holds: wrong.length === 0 }, null, 2));
  else {
    for (const { holds, what, found } of report.findings) console.log(`${holds ? "ok  " : "FAIL"}  ${what}: ${found}`);
    console.log(wrong.length === 0 ? "\nOnly the timelock governs." : `\n${wrong.length} of these must not be.`);
  }
  return wrong.length === 0 ? 0 : 1;
}

if (values.help) process.stdout.write(USAGE);
else {
  process.exitCode = await main(values).catch((error: unknown) => {
    process.stderr.write(`${error instanceof MillraceError ? error.message : String(error)}\n`);
    return 2;
  });
}
