import { readUsage } from "../usage.ts";

export const USAGE = `Print what is deployed, and check that it is what the addresses file and this checkout say. Nothing is sent.

  npm run deployed -- --rpc URL --deployment FILE [--json]

  --rpc URL          a node's HTTP address; any public one will do
  --deployment FILE  the addresses file that the deployment wrote
  --json             one object on standard output; amounts in the smallest unit

Checked: chain, the code of every contract (byte by byte, but for what the constructor wrote into it), what each contract
is wired to in code and storage, one owner of all that is governed, the bounds of every setting and the relations between
them, the payment tokens. Values that governance may change are shown beside their defaults.

Exit code 0: everything agrees. 1: something differs, and is listed. 2: it could not be read.
`;

const OPTIONS = {
  rpc: { type: "string" },
  deployment: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws MillraceError `bad-usage` */
export function readFlags() {
  return readUsage(OPTIONS, {
    command: "deployed",
    usedAs: "--rpc URL --deployment FILE [--json]",
    needed: ["rpc", "deployment"],
  });
}
