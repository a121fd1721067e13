import { parseArgs } from "node:util";
import { DeploymentError } from "./books/deployment.ts";
import { keepBooks, toJson } from "./books/report.ts";
import { RpcError } from "./books/rpc.ts";
import { booksTable } from "./books/table.ts";

const help = `Who holds what, recomputed from wallets and the contracts' storage alone.

  npm run books -- --rpc URL --deployment FILE [--json]

  --rpc URL          a node's HTTP address
  --deployment FILE  the addresses file that the deployment wrote
  --json             one object on standard output; amounts in the smallest unit

Exit code 0: the books balance. 1: they do not. 2: they could not be read.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rpc: { type: "string" },
      deployment: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.rpc === undefined || values.deployment === undefined) {
    console.error(`--rpc and --deployment are needed.\n\n${help}`);
    return 2;
  }
  const report = await keepBooks(values.rpc, values.deployment);
  if (values.json) console.log(toJson(report));
  else {
    console.log(`Block ${report.snapshot.block}\n\n${report.tokens.map(booksTable).join("\n\n")}\n`);
    console.log(report.balanced ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
  }
  return report.balanced ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const expected = error instanceof DeploymentError || error instanceof RpcError || isUsage(error);
  console.error(expected ? (error as Error).message : error);
  return 2;
});

function isUsage(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
