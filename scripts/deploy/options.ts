import { readUsage } from "../usage.ts";

export const USAGE = `Deploy Millrace, or finish or reuse an earlier deployment on the same chain.

  npm run deploy -- [--network NAME] [--rpc URL] [--parameters FILE] [--role NAME=ADDRESS]… [--out FILE]
                    [--dry-run [--deployer ADDRESS] | --yes] [--json]

  --network NAME       the file in deploy/parameters/ that describes the network (local, sepolia, base-sepolia, base);
                       default: local
  --rpc URL            the node, if it isn't the network's configured one
  --parameters FILE    parameters of another network, in the form of deploy/parameters/local.json
  --role NAME=ADDRESS  who has a role that the file leaves open as "$NAME"; several addresses with commas between.
                       MILLRACE_NAME in the environment does the same
  --out FILE           where to write the addresses; default: beside the journal in deploy/deployments/
  --dry-run            rehearse on a copy of the chain, print each transaction with its cost, and send nothing
  --deployer ADDRESS   who would deploy; with --dry-run, which then needs no key
  --yes                send without asking; without it a network that isn't local is asked for after the plan
  --json               print the addresses and the steps, or the plan, as one JSON object on standard output

The deployer's key comes from MILLRACE_DEPLOYER_KEY, in the environment or in Hardhat's keystore.

Exit code 0: done. 1: not done, and why. 2: an option is wrong.
`;

const OPTIONS = {
  network: { type: "string", default: "local" },
  rpc: { type: "string" },
  parameters: { type: "string" },
  role: { type: "string", multiple: true, default: [] as string[] },
  out: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  deployer: { type: "string" },
  yes: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export type DeployFlags = ReturnType<typeof readFlags>;

/** @throws MillraceError `bad-usage` */
export function readFlags() {
  return readUsage(OPTIONS, { command: "deploy", usedAs: "the options that --help lists", needed: [] });
}
