import type { Logger } from "pino";
import type { Address, Hex } from "viem";
import { z } from "zod";
import { endpointName, httpRpc, RpcError } from "../chain/rpc.ts";
import { faultOfSigned } from "./check-signed.ts";
import { type Signer, SignerError, type UnsignedTransaction } from "./signer.ts";

const bytes = z.string().regex(/^0x([0-9a-fA-F]{2})+$/);
/** Web3signer answers with the bytes; Clef and geth put them beside the transaction. */
const answerSchema = z.union([bytes, z.object({ raw: bytes }).transform(({ raw }) => raw)]);
const accountsSchema = z.array(z.string());

const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 30_000;
/** What is due is tried again within this time, so an older failure tells nothing about now. */
const STALE_MS = 2 * LONGEST_REST_MS;
const NO_SUCH_METHOD = -32_601;

export type RemoteSignerOptions = {
  readonly url: string;
  readonly address: Address;
  /** `eth_signTransaction`, or Clef's name for it. */
  readonly method: string;
  readonly timeoutMs: number;
  readonly log: Logger;
};

/**
 * A signer in another process, asked by JSON-RPC as web3signer and Clef speak it. Whatever it answers is checked field by
 * field before anybody else sees it. After a failure it is left alone for a while that grows, so that a pass of the sender
 * does not wait for it again and again.
 */
export function remoteSigner({ url, address, method, timeoutMs, log }: RemoteSignerOptions): Signer {
  const rpc = httpRpc(url, timeoutMs);
  const name = endpointName(url);
  let failures = 0;
  let failedAt = 0;
  let restsUntil = 0;
  let last: SignerError | undefined;

  const ask = async (transaction: UnsignedTransaction): Promise<Hex> => {
    const answer = await rpc.request(method, [requestOf(address, transaction)]).catch((error: unknown) => {
      throw failureOf(error, name);
    });
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw new SignerError("lied", `${name} answered with something else than signed bytes`);
    const raw = parsed.data.toLowerCase() as Hex;
    const fault = await faultOfSigned(raw, transaction, address);
    if (fault !== undefined) throw new SignerError("lied", `${name}: ${fault}`);
    return raw;
  };

  const sign = async (transaction: UnsignedTransaction): Promise<Hex> => {
    if (Date.now() < restsUntil && last !== undefined) throw new SignerError("resting", last.message, last);
    try {
      const raw = await ask(transaction);
      failures = 0;
      last = undefined;
      return raw;
    } catch (error) {
      last = error instanceof SignerError ? error : new SignerError("lied", `${name}: ${String(error)}`, error);
      failedAt = Date.now();
      restsUntil = failedAt + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** failures);
      failures += 1;
      log.error({ fault: last.fault, reason: last.message }, "the signer did not sign");
      throw last;
    }
  };

  /** Whether it answers and knows the key; what it refused or lied about stays said until it signs again. */
  const fault = async (): Promise<string | undefined> => {
    if (last !== undefined && (last.fault !== "unreachable" || Date.now() - failedAt < STALE_MS)) return last.message;
    try {
      const accounts = accountsSchema.safeParse(await rpc.request("eth_accounts", []));
      if (!accounts.success) return undefined;
      const knows = accounts.data.some((account) => account.toLowerCase() === address.toLowerCase());
      return knows ? undefined : `signer: ${name} does not have the key of ${address}`;
    } catch (error) {
      // One that answers, but not this, is asked to sign without further questions.
      return failureOf(error, name).fault === "unreachable" ? failureOf(error, name).message : undefined;
    }
  };

  return { address, sign, fault };
}

function requestOf(from: Address, transaction: UnsignedTransaction): object {
  const { to, data, gas, nonce, chainId, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  return {
    ...{ from, to, data, value: "0x0", gas: hex(gas), nonce: hex(nonce), chainId: hex(chainId) },
    ...{ maxFeePerGas: hex(maxFeePerGas), maxPriorityFeePerGas: hex(maxPriorityFeePerGas) },
  };
}

/** An error that the signer itself answers with is a refusal; everything else leaves open whether it is there. */
function failureOf(error: unknown, name: string): SignerError {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RpcError) || error.failure.via !== "json") {
    return new SignerError("unreachable", `${name} does not answer: ${message}`, error);
  }
  const { code } = error.failure;
  const hint = code === NO_SUCH_METHOD ? "; MILLRACE_SIGNER_METHOD names the method that it has" : "";
  return new SignerError("refused", `${name} refused: ${error.failure.message}${hint}`, error);
}

function hex(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}
