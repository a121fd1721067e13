import { rm } from "node:fs/promises";

/** What builds leave behind. Hardhat's own `clean` would take the committed typechain-types with it. */
for (const folder of ["artifacts", "cache", "coverage"]) await rm(folder, { recursive: true, force: true });
