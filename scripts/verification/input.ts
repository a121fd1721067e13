import { AbiCoder, getAddress, Interface, type InterfaceAbi, type ParamType } from "ethers";
import type { CompilerInput } from "../../deploy/code/build-info.ts";
import { type BuiltContract, builtContract } from "../../deploy/code/built-contract.ts";
import { type Creation, findCreations } from "../../deploy/code/creation.ts";
import { CONTRACTS } from "../../deploy/contracts.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { inParallel } from "../parallel.ts";
import { checkChain } from "../reach-node.ts";
import { type ConstructorArgument, plainArgument } from "./arguments.ts";

/** All that an explorer asks for to verify one contract. */
export type VerificationInput = {
  /** The contract's name in the addresses file. */
  readonly name: string;
  readonly chainId: number;
  readonly address: string;
  readonly transaction: string;
  /** File and name, as the input has them. */
  readonly fullName: string;
  /** As explorers write it, with a leading `v`. */
  readonly compiler: string;
  /** Standard JSON input, with no files but those that the contract needs. */
  readonly input: CompilerInput;
  /** ABI-encoded, without 0x. */
  readonly encodedArguments: string;
  readonly arguments: readonly ConstructorArgument[];
};

type Provider = Parameters<typeof findCreations>[0];

/**
 * The inputs of every contract of an addresses file. The arguments are taken from the transaction that created each.
 * @throws MillraceError `wrong-chain`, `creation-not-found`, `contract-unknown`, `code-differs`
 */
export async function verificationInputs(provider: Provider, deployment: Deployment): Promise<VerificationInput[]> {
  await checkChain(provider, deployment);
  const contracts = Object.entries(deployment.contracts);
  const creations = await findCreations(
    provider,
    contracts.map(([, address]) => address),
    deployment.block,
  );
  return inParallel(contracts, 1, async ([name, address]) => {
    const built = await builtContract(artifactOf(name));
    const creation = creations.get(getAddress(address)) as Creation;
    return { name, chainId: deployment.chainId, ...inputOf(name, built, creation) };
  });
}

function artifactOf(name: string): string {
  const artifact = CONTRACTS[name];
  if (artifact !== undefined) return artifact;
  throw new MillraceError("The addresses file names a contract that this checkout does not deploy.", {
    code: "contract-unknown",
    found: name,
    expected: Object.keys(CONTRACTS).join(", "),
    next: "Use the checkout that deployed it.",
  });
}

function inputOf(name: string, built: BuiltContract, { address, transaction, input }: Creation) {
  if (!input.startsWith(built.creationCode)) {
    throw new MillraceError("A contract on chain is not what this checkout builds.", {
      code: "code-differs",
      found: `other creation code of ${name} in transaction ${transaction}`,
      expected: `the code of ${built.fullName}, followed by its constructor's arguments`,
      next: "Use the checkout that deployed it; npm run deployed tells what differs.",
    });
  }
  const encoded = `0x${input.slice(built.creationCode.length)}`;
  const { inputs } = new Interface(built.abi as InterfaceAbi).deploy;
  return {
    ...{ address, transaction, fullName: built.fullName, compiler: `v${built.compiler}` },
    input: withOutputs(built.input),
    encodedArguments: encoded.slice(2),
    arguments: decode(inputs, encoded),
  };
}

function decode(inputs: readonly ParamType[], encoded: string): ConstructorArgument[] {
  const values = AbiCoder.defaultAbiCoder().decode(inputs, encoded);
  return inputs.map(({ name, type }, index) => ({ name, type, value: plainArgument(values[index]) }));
}

/** What is asked of the compiler does not change the code; an explorer asks for its own. */
function withOutputs(input: CompilerInput): CompilerInput {
  const outputs = ["abi", "metadata", "evm.bytecode.object", "evm.deployedBytecode.object"];
  return { ...input, settings: { ...input.settings, outputSelection: { "*": { "*": outputs } } } };
}
