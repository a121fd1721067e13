import { readdirSync } from "node:fs";
import path from "node:path";

/** Where `offer make` writes, below the folder it runs in. */
export const offersFolder = ".millrace/offers";

/** The files in the offers' folder, sorted; none if there is no folder. */
export function offerFiles(): string[] {
  try {
    const names = readdirSync(offersFolder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => path.join(offersFolder, name));
  } catch {
    return [];
  }
}
