import hre from "hardhat";
import { staleFiles } from "../generate/folder.ts";
import { generatedOutputs } from "../generate/outputs.ts";
import { type Outcome, run } from "./command.ts";
import { misdirectedImports } from "./imports.ts";

/** All Solidity of ours. */
export const SOLIDITY = "{contracts,test}/**/*.sol";

/** One thing that must hold of the sources, and how it is checked. */
export type Step = { readonly name: string; readonly holds: string; readonly check: () => Promise<Outcome> };

/** In the order in which they are begun. */
export const STEPS: readonly Step[] = [
  {
    name: "generated",
    holds:
      "typechain-types, sdk/abi, docs/access.md and docs/parameters.md are what npm run generate makes of the sources",
    check: async () => listed((await Promise.all((await generatedOutputs()).map(staleFiles))).flat()),
  },
  {
    name: "format",
    holds: "every file is formatted; npm run format does it",
    check: async () =>
      both(
        await run(["biome", "check", "--linter-enabled=false", "."]),
        await run(["prettier", "--check", "--log-level=warn", SOLIDITY]),
      ),
  },
  {
    name: "lint",
    holds: "no linter complains",
    check: async () =>
      both(await run(["biome", "lint", "."]), await run(["solhint", "--max-warnings=0", "--disc", SOLIDITY])),
  },
  {
    name: "imports",
    holds: "imports run one way: contracts → typechain-types or sdk → relayer, cli → scripts",
    check: async () => listed(await misdirectedImports(hre.config.paths.root)),
  },
  { name: "types", holds: "TypeScript finds no error", check: () => run(["tsc", "--noEmit"]) },
];

function listed(complaints: readonly string[]): Outcome {
  return { passed: complaints.length === 0, output: complaints.map((line) => `${line}\n`).join("") };
}

function both(first: Outcome, second: Outcome): Outcome {
  const failing = [first, second].filter(({ passed }) => !passed);
  return { passed: failing.length === 0, output: failing.map(({ output }) => output).join("") };
}
