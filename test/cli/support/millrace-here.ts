import { runMillrace } from "../../../cli/run.ts";
import type { Ended } from "./millrace.ts";

/**
 * The whole command line in this process, which is what makes long stories quick: what it prints is caught, and its exit
 * code is not the test's. One at a time.
 */
export async function millraceHere(...args: string[]): Promise<Ended> {
  const { log, error } = console;
  const before = process.exitCode;
  const [out, err]: [string[], string[]] = [[], []];
  console.log = (text: string) => void out.push(text);
  console.error = (text: string) => void err.push(String(text));
  process.exitCode = 0;
  try {
    await runMillrace(args);
    return { code: Number(process.exitCode), stdout: out.join("\n"), stderr: err.join("\n") };
  } finally {
    console.log = log;
    console.error = error;
    process.exitCode = before;
  }
}
