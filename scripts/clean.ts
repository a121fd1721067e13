import { rm } from "node:fs/promises";
import { readOrEnd } from "./usage.ts";

readOrEnd(
  {},
  {
    command: "clean",
    usedAs: "npm run clean",
    needed: [],
    help: "Remove what builds leave behind; what is committed stays.",
  },
);

/** What builds leave behind. Hardhat's own `clean` would take the committed typechain-types with it. */
for (const folder of ["artifacts", "cache", "coverage"]) await rm(folder, { recursive: true, force: true });
