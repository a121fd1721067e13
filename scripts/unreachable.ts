import { MillraceError } from "../sdk/error.ts";

/** What a command says of a node that does not answer. */
export function unreachable(url: string, cause: unknown): MillraceError {
  return new MillraceError("The node does not answer.", {
    code: "rpc-unreachable",
    // No more than the host: an address often carries a key in its path.
    found: `${URL.canParse(url) ? new URL(url).host : "no address of a node"}: ${firstLine(cause)}`,
    expected: "a node's HTTP address, as in http://127.0.0.1:8545",
    next: "Start the node, or give another --rpc.",
    cause,
  });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}
