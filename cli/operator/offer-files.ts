import { readdirSync } from "node:fs";
import path from "node:path";
import { type SignedOffer, signedOfferSchema } from "../../sdk/offer-book.ts";
import { readJsonFile } from "../json-file.ts";

/** Where `offer make` writes, below the folder it runs in. */
export const offersFolder = ".millrace/offers";

/** Signed offers in these files, or in the offers' folder. @throws MillraceError `bad-file` */
export function readOfferFiles(files: readonly string[]): { readonly file: string; readonly signed: SignedOffer }[] {
  const chosen = files.length > 0 ? files : filesInFolder();
  return chosen.map((file) => {
    return { file, signed: readJsonFile(file, signedOfferSchema, "signed offer", "`millrace operator offer make`") };
  });
}

function filesInFolder(): string[] {
  try {
    const names = readdirSync(offersFolder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => path.join(offersFolder, name));
  } catch {
    // No folder: no offers yet.
    return [];
  }
}
