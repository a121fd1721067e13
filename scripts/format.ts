import { runAll } from "./check/command.ts";
import { SOLIDITY } from "./check/steps.ts";
import { readOrEnd } from "./usage.ts";

readOrEnd(
  {},
  {
    command: "format",
    usedAs: "npm run format",
    needed: [],
    help: "Format TypeScript (Biome) and Solidity (prettier).",
  },
);
process.exitCode = (await runAll([
  ["biome", "check", "--write", "--linter-enabled=false", "."],
  ["prettier", "--write", "--log-level=warn", SOLIDITY],
]))
  ? 0
  : 1;
