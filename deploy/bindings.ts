import type { ArtifactResolver } from "@nomicfoundation/ignition-core";
import { MillraceError } from "../sdk/error.ts";
import * as bindings from "../typechain-types/index.ts";

type Factory = { readonly abi: readonly unknown[]; readonly bytecode: string };

/**
 * The contracts as the committed bindings hold them, so that a deployment needs no compiler. Whoever uses it makes sure
 * that the bindings are of the sources at hand.
 */
export const bindingsResolver: ArtifactResolver = {
  loadArtifact: async (name) => {
    const { abi, bytecode } = factoryOf(name);
    return {
      _format: "hh3-artifact-1",
      contractName: name,
      sourceName: `bindings/${name}.sol`,
      abi: [...abi] as [],
      bytecode,
      deployedBytecode: "0x",
      linkReferences: {},
      deployedLinkReferences: {},
    };
  },
  getBuildInfo: async () => undefined,
};

function factoryOf(name: string): Factory {
  const found: unknown = Reflect.get(bindings, `${name}__factory`);
  if (typeof found === "function" && "bytecode" in found && "abi" in found) return found as unknown as Factory;
  throw new MillraceError("The bindings hold no such contract.", {
    code: "bindings-incomplete",
    found: name,
    next: "Write them anew: npm run generate",
  });
}
