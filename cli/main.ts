import { exitCodes } from "./errors/exit-codes.ts";
import { run } from "./run.ts";

const code = await run(process.argv.slice(2));
// A command that was done may have set one of its own: `doctor`, when a check fails.
if (code !== exitCodes.done) process.exitCode = code;
