import { format } from "node:util";
import { runMillrace } from "../../../cli/run.ts";
import type { Ended } from "./millrace.ts";

/** `millrace` in this process, one after the other: what it prints goes to the test. */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { log, error } = console;
  let [stdout, stderr] = ["", ""];
  console.log = (...parts) => {
    stdout += `${format(...parts)}\n`;
  };
  console.error = (...parts) => {
    stderr += `${format(...parts)}\n`;
  };
  try {
    const code = await runMillrace(args);
    return { code, stdout, stderr };
  } finally {
    Object.assign(console, { log, error });
  }
}
