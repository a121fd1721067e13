import hre from "hardhat";
import { flagsOrEnd } from "./flags-or-end.ts";
import { gasBench } from "./gas/bench.ts";
import { gasTable } from "./gas/table.ts";

const USAGE = `Measure what Millrace costs, on the artifacts that are deployed.

  npm run bench [-- --json]

  --json   one object on standard output, progress on standard error
`;

const values = flagsOrEnd({ json: { type: "boolean" }, help: { type: "boolean" } }, USAGE);
if (values.help) {
  process.stdout.write(USAGE);
} else {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const gas = await gasBench((step) => console.error(`measuring ${step}`));
  const compiler = hre.config.solidity.profiles.default?.compilers[0];
  const settings = {
    version: compiler?.version,
    optimizer: compiler?.settings.optimizer,
    viaIR: compiler?.settings.viaIR,
  };
  if (values.json) {
    console.log(JSON.stringify({ ...gas, compiler: settings }));
  } else {
    console.log(gasTable(gas));
    console.log(
      `\nsolc ${JSON.stringify(settings)}; gasUsed of whole transactions in steady state, sent by a stranger`,
    );
  }
}
