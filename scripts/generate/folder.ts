import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Output } from "./outputs.ts";

/** Write generated files; a folder that holds nothing else loses what the generator no longer makes. */
export async function writeOutput({ folder, isWhole, files }: Output): Promise<void> {
  if (isWhole) await rm(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** What differs between generated files and those that are there, one line a file. */
export async function staleFiles({ folder, isWhole, files }: Output): Promise<string[]> {
  const found = await readFolder(folder);
  const names = [...new Set([...files.keys(), ...(isWhole ? found.keys() : [])])].sort();
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    if (!found.has(name)) return [`${file} is missing`];
    if (!files.has(name)) return [`${file} is left over`];
    return found.get(name) === files.get(name) ? [] : [`${file} differs from what the sources give`];
  });
}

/** All files below a folder, by their path in it; empty if there is no such folder. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.sort().map(async (file) => [path.relative(folder, file), await readFile(file, "utf8")] as const),
    ),
  );
}
