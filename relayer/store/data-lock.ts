import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MillraceError } from "../../sdk/error.ts";
import { isAlive, type ProcessIdentity, thisProcess } from "./process-identity.ts";

export type DataLock = { readonly release: () => void };

type Holder = ProcessIdentity & { readonly released: boolean };

const prefix = "relayer.lock.";

/**
 * Take the directory for this process, or refuse.
 *
 * The lock is a file `relayer.lock.<n>` that names its holder. A lock whose holder is dead is never reused: the
 * successor creates number n + 1, which the file system grants to exactly one, and removes the older ones. Nothing is
 * deleted before that, so two successors cannot both win.
 * @throws MillraceError `data-locked`
 */
export async function lockDataDirectory(dataDir: string): Promise<DataLock> {
  const me: Holder = { ...thisProcess(), released: false };
  for (;;) {
    const newest = lockNumbers(dataDir).at(-1) ?? 0;
    if (newest > 0) refuseIfHeld(dataDir, newest);
    const mine = newest + 1;
    if (!create(fileOf(dataDir, mine), me)) continue;
    // Someone slower to list and faster to create may have got further ahead.
    if ((lockNumbers(dataDir).at(-1) ?? 0) > mine) {
      rmSync(fileOf(dataDir, mine), { force: true });
      continue;
    }
    for (const older of lockNumbers(dataDir)) if (older < mine) rmSync(fileOf(dataDir, older), { force: true });
    return {
      release: () => writeFileSync(fileOf(dataDir, mine), JSON.stringify({ ...me, released: true })),
    };
  }
}

function refuseIfHeld(dataDir: string, number: number): void {
  const file = fileOf(dataDir, number);
  const holder = readHolder(file);
  if (holder?.released) return;
  const alive = holder === undefined ? undefined : isAlive(holder);
  if (alive === false) return;
  throw new MillraceError("Another relayer holds this data directory; nothing was started.", {
    code: "data-locked",
    found:
      holder === undefined
        ? `${file}, which names no process`
        : `${file}, held by process ${holder.pid}${alive ? ", which is running" : ` of another machine (${holder.world})`}`,
    expected: `${resolve(dataDir)} without a holder, since two processes on it would corrupt it`,
    next: alive
      ? `Stop process ${holder?.pid}, or give this relayer another MILLRACE_DATA_DIR; several relayers share a server with MILLRACE_DATABASE_URL.`
      : `Make sure that no relayer uses this directory, then delete ${file}.`,
  });
}

function readHolder(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Holder;
    return typeof holder.pid === "number" && typeof holder.world === "string" ? holder : undefined;
  } catch {
    return undefined;
  }
}

function create(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function lockNumbers(dataDir: string): number[] {
  return readdirSync(dataDir)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

function fileOf(dataDir: string, number: number): string {
  return join(dataDir, `${prefix}${number}`);
}
