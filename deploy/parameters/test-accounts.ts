import { HDNodeWallet, Mnemonic } from "ethers";

/** The phrase that every development node derives its accounts from: whoever can read knows their keys. */
const PHRASE = "test test test test test test test test test test test junk";

/** As many as `hardhat.config.ts` gives to a node, and some more. */
const COUNT = 40;

let known: ReadonlySet<string> | undefined;

/** Whether everybody has the key of this account. */
export function isTestAccount(address: string): boolean {
  known ??= deriveAll();
  return known.has(address);
}

function deriveAll(): ReadonlySet<string> {
  const parent = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), "m/44'/60'/0'/0");
  return new Set(Array.from({ length: COUNT }, (_, index) => parent.deriveChild(index).address));
}
