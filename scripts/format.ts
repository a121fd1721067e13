import { runAll } from "./check/command.ts";
import { SOLIDITY } from "./check/steps.ts";

process.exitCode = (await runAll([
  ["biome", "check", "--write", "--linter-enabled=false", "."],
  ["prettier", "--write", "--log-level=warn", SOLIDITY],
]))
  ? 0
  : 1;
