import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { keccak256 } from "viem";
import type { Evidence } from "../../sdk/dispute-calls.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Fact } from "../output/layout.ts";

/** A file of evidence, and where others find it. */
export type EvidenceOptions = { readonly evidence: string; readonly place: string };

export function addEvidenceOptions(command: Command): Command {
  return command
    .requiredOption("--evidence <file>", "the evidence; its hash goes on chain, the file itself does not")
    .requiredOption("--place <url>", "where the other side and the arbitrators find exactly this file");
}

/** The file's keccak-256 and its place. @throws MillraceError `bad-file` or `bad-place` */
export function readEvidence({ evidence, place }: EvidenceOptions): Evidence {
  if (place.length > 500 || !/^\S+$/.test(place)) {
    throw new MillraceError("--place is not an address of the evidence.", {
      code: "bad-place",
      found: place.slice(0, 100),
      expected: "an address like https://… or ipfs://…, of at most 500 characters",
    });
  }
  try {
    return { hash: keccak256(readFileSync(evidence)), place };
  } catch (cause) {
    throw new MillraceError("The evidence cannot be read.", {
      code: "bad-file",
      found: evidence,
      expected: "a file",
      cause,
    });
  }
}

export function evidenceFacts({ hash, place }: Evidence): Fact[] {
  return [
    ["evidence", `${hash} (keccak-256 of the file)`],
    ["to be found at", place],
  ];
}
