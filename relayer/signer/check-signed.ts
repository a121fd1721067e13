import {
  type Address,
  type Hex,
  isAddressEqual,
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  type TransactionSerializableEIP1559,
  type TransactionSerializedEIP1559,
} from "viem";
import type { UnsignedTransaction } from "./signer.ts";

/** Half of the order of secp256k1: nodes refuse a signature whose s is above it. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Hold what a signer answered against what it was asked to sign, field by field.
 * @returns what is wrong with it, or undefined
 */
export async function faultOfSigned(
  raw: Hex,
  asked: UnsignedTransaction,
  sender: Address,
): Promise<string | undefined> {
  if (!raw.startsWith("0x02")) return "the answer is no transaction of type 2";
  try {
    const found = parseTransaction(raw as TransactionSerializedEIP1559);
    return faultOfFields(found, asked) ?? (await faultOfSignature(raw, found, sender));
  } catch (error) {
    return `the answer cannot be decoded: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`;
  }
}

/** A field that is zero or empty is left out by the decoder. */
function faultOfFields(found: TransactionSerializableEIP1559, asked: UnsignedTransaction): string | undefined {
  const fields: readonly (readonly [string, unknown, unknown])[] = [
    ["chain", found.chainId, asked.chainId],
    ["nonce", found.nonce ?? 0, asked.nonce],
    ["receiver", found.to?.toLowerCase(), asked.to.toLowerCase()],
    ["value", found.value ?? 0n, 0n],
    ["data", (found.data ?? "0x").toLowerCase(), asked.data.toLowerCase()],
    ["gas limit", found.gas ?? 0n, asked.gas],
    ["fee per gas", found.maxFeePerGas ?? 0n, asked.maxFeePerGas],
    ["tip per gas", found.maxPriorityFeePerGas ?? 0n, asked.maxPriorityFeePerGas],
    ["access list", found.accessList?.length ?? 0, 0],
  ];
  const wrong = fields.find(([, is, should]) => is !== should);
  if (wrong === undefined) return undefined;
  const [name, is, should] = wrong;
  return `the answer has another ${name}: ${short(is)}, not ${short(should)}`;
}

async function faultOfSignature(
  raw: Hex,
  found: TransactionSerializableEIP1559,
  sender: Address,
): Promise<string | undefined> {
  const { r, s, yParity, v: _, ...transaction } = found;
  if (r === undefined || s === undefined || yParity === undefined) return "the answer is not signed";
  if (BigInt(s) > HALF_ORDER) return "the answer's signature has a high s, which nodes refuse";
  if (serializeTransaction(transaction, { r, s, yParity }) !== raw.toLowerCase()) {
    return "the answer's bytes are not those of the transaction that they decode to";
  }
  const signer = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerializedEIP1559 });
  return isAddressEqual(signer, sender) ? undefined : `the answer is signed by ${signer}, not by ${sender}`;
}

function short(value: unknown): string {
  const text = String(value);
  return text.length <= 80 ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}
