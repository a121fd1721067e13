import type { EthereumProvider } from "hardhat/types/providers";
import { recompile } from "../../deploy/code/recompile.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { VerificationInput } from "./input.ts";

/**
 * Compile an input as an explorer would, and compare every byte with the transaction that created the contract.
 * @throws MillraceError `input-differs`
 */
export async function checkInput(
  provider: EthereumProvider,
  { name, input, fullName, encodedArguments, transaction }: VerificationInput,
): Promise<void> {
  const { creationCode } = recompile(input, fullName);
  const sent = await provider.request({ method: "eth_getTransactionByHash", params: [transaction] });
  if ((sent as { input: string }).input === `${creationCode}${encodedArguments}`) return;
  throw new MillraceError("A verification input compiles to something else than what is on chain.", {
    code: "input-differs",
    found: `other creation code of ${name} in transaction ${transaction}`,
    expected: `the code of ${fullName}, followed by its constructor's arguments`,
  });
}
