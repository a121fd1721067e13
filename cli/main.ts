import { runMillrace } from "./run.ts";

const code = await runMillrace(process.argv.slice(2));
// A command that only looks, like `doctor`, sets one itself.
if (code !== 0) process.exitCode = code;
