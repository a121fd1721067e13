import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells one process from every other, also from a later one with the same number. */
export type ProcessIdentity = {
  readonly pid: number;
  /** When the process started, in the system's own words. */
  readonly startedAt: string;
  /** Machine, boot and process namespace: only within the same one can a process be looked up. */
  readonly world: string;
};

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? "unknown", world: world() };
}

/** Whether that process still runs; undefined if it cannot be told from here. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.world !== world()) return undefined;
  return startOf(identity.pid) === identity.startedAt;
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may contain anything; after it, state is field 3 and the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function world(): string {
  if (process.platform !== "linux") return hostname();
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${hostname()} ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
}
