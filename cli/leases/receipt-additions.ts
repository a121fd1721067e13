import { readFileSync } from "node:fs";
import { type Hex, keccak256 } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import type { ReceiptAdditions } from "../../sdk/receipt.ts";
import { longestNote, mostOutputDigests } from "../../sdk/receipt-wire.ts";

/** What an operator says of a lease beside what the chain knows. */
export type AdditionOptions = { readonly note: string; readonly result?: readonly string[] };

/** The note, and the keccak-256 of each file of results. @throws MillraceError `bad-note` or `bad-file` */
export function readAdditions({ note, result = [] }: AdditionOptions): Omit<ReceiptAdditions, "issuedAt"> {
  if (note.length > longestNote) {
    throw new MillraceError("The note is too long for a receipt.", {
      code: "bad-note",
      found: `${note.length} characters`,
      expected: `at most ${longestNote}`,
      next: "Put it into a file, and give that with --result.",
    });
  }
  if (result.length > mostOutputDigests) {
    throw new MillraceError("There are too many results for one receipt.", {
      code: "bad-file",
      found: `${result.length} files`,
      expected: `at most ${mostOutputDigests}`,
      next: "Pack them into one file, and give that with --result.",
    });
  }
  return { note, outputDigests: result.map(digestOf) };
}

function digestOf(file: string): Hex {
  try {
    return keccak256(readFileSync(file));
  } catch (cause) {
    throw new MillraceError("A result cannot be read.", {
      code: "bad-file",
      found: file,
      expected: "a file",
      next: "Give files with --result; of a folder, pack one.",
      cause,
    });
  }
}
