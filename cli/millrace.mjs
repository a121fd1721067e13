#!/usr/bin/env node
// `millrace` as a command of its own: the launcher, told to run the command line.
import { fileURLToPath } from "node:url";

process.argv.splice(2, 0, "run", fileURLToPath(new URL("main.ts", import.meta.url)));
await import("../scripts/boot.mjs");
