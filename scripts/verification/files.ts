import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { jsonText } from "../json-text.ts";
import { commandsText } from "./commands.ts";
import type { VerificationInput } from "./input.ts";

/**
 * Write a folder for each contract: `input.json` for every explorer's form, `contract.json` with what its other fields
 * ask for, `arguments.mjs` for hardhat-verify, `sourcify.json` as Sourcify's API takes it; and `commands.sh` for all.
 * @returns the paths, in order
 */
export async function writeInputs(folder: string, inputs: readonly VerificationInput[]): Promise<string[]> {
  const written: string[] = [];
  const write = async (file: string, text: string) => {
    await writeFile(file, text);
    written.push(file);
  };
  for (const contract of inputs) {
    const own = path.join(folder, contract.name);
    await mkdir(own, { recursive: true });
    const { input, ...fields } = contract;
    await write(path.join(own, "input.json"), `${jsonText(input)}\n`);
    await write(path.join(own, "contract.json"), `${jsonText(fields)}\n`);
    await write(path.join(own, "arguments.mjs"), argumentsModule(contract));
    await write(path.join(own, "sourcify.json"), `${jsonText(sourcifyRequest(contract))}\n`);
  }
  await write(path.join(folder, "commands.sh"), commandsText(inputs));
  return written;
}

/** What hardhat-verify's `--constructor-args-path` imports. */
function argumentsModule({ name, arguments: given }: VerificationInput): string {
  const values = given.map(({ name: argument, value }) => `  // ${argument}\n  ${JSON.stringify(value)},\n`);
  return `// The arguments of ${name}'s constructor, decoded from the transaction that created it.\nexport default [\n${values.join("")}];\n`;
}

/** The body of `POST /v2/verify/{chainId}/{address}`. Sourcify writes the compiler without the leading `v`. */
function sourcifyRequest({ input, compiler, fullName, transaction }: VerificationInput): object {
  return {
    stdJsonInput: input,
    compilerVersion: compiler.slice(1),
    contractIdentifier: fullName,
    creationTransactionHash: transaction,
  };
}
