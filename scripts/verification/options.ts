import { readUsage } from "../usage.ts";

export const USAGE = `Write what explorers need to verify the contracts of a deployment. Nothing is sent, to no chain and no explorer.

  npm run verification -- --rpc URL --deployment FILE --out DIR [--check] [--json]

  --rpc URL          a node of the deployment's chain; any public one will do
  --deployment FILE  the addresses file that the deployment wrote
  --out DIR          where to write; a folder for each contract, and commands.sh that hands them to explorers
  --check            compile every input with the compiler alone, and compare with what is on chain; takes minutes
  --json             print what was written as one JSON object on standard output

Exit code 0: written. 1: an input compiles to something else than what is on chain. 2: it could not be read.
`;

const OPTIONS = {
  rpc: { type: "string" },
  deployment: { type: "string" },
  out: { type: "string" },
  check: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws MillraceError `bad-usage` */
export function readFlags() {
  return readUsage(OPTIONS, {
    command: "verification",
    usedAs: "--rpc URL --deployment FILE --out DIR [--check] [--json]",
    needed: ["rpc", "deployment", "out"],
  });
}
