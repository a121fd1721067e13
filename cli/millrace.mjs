#!/usr/bin/env node
// `millrace` as a command of its own: the launcher, told to run the command line.
process.argv.splice(2, 0, "run", "cli/main.ts");
await import("../scripts/boot.mjs");
