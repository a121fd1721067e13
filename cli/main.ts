import { runMillrace } from "./run.ts";

await runMillrace(process.argv.slice(2));
