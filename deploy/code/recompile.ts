import { createRequire } from "node:module";
import { MillraceError } from "../../sdk/error.ts";
import type { CompilerInput } from "./build-info.ts";

const require = createRequire(import.meta.url);

/** What a standard JSON input compiles to. */
export type Compiled = { readonly creationCode: string; readonly runtimeCode: string };

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { readonly evm: Evm }>>;
};
type Evm = { readonly bytecode: { readonly object: string }; readonly deployedBytecode: { readonly object: string } };

/**
 * Compile an input as an explorer does, with the compiler alone. It takes seconds to minutes.
 * @param fullName the contract's file and name in the input
 * @throws MillraceError `input-does-not-compile`
 */
export function recompile(input: CompilerInput, fullName: string): Compiled {
  const solc = require("solc") as { compile: (input: string) => string };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  const separator = fullName.lastIndexOf(":");
  const evm = output.contracts?.[fullName.slice(0, separator)]?.[fullName.slice(separator + 1)]?.evm;
  if (evm !== undefined) {
    return { creationCode: `0x${evm.bytecode.object}`, runtimeCode: `0x${evm.deployedBytecode.object}` };
  }
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  throw new MillraceError("The verification input does not compile.", {
    code: "input-does-not-compile",
    found: errors[0]?.formattedMessage ?? `no contract ${fullName}`,
    expected: "every file that the contract needs",
  });
}
