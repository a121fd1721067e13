import { createWalletClient, type Hash, http, type Log } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import type { Step } from "./plan.ts";

/** A transaction that was mined and did what it should. */
export type SentStep = {
  readonly what: string;
  readonly transaction: Hash;
  readonly block: bigint;
  readonly gasUsed: bigint;
};

/** The same, with what its contracts said. */
export type MinedStep = SentStep & { readonly logs: readonly Log[] };

/** Send one transaction and wait until it is mined. @throws MillraceError `chain-refuses` */
export async function sendStep(context: Context, { what, call, value = 0n }: Step): Promise<MinedStep> {
  const { client, account, settings } = context;
  const wallet = createWalletClient({ account: account(), chain: client.chain, transport: http(settings.rpc) });
  try {
    const hash = await wallet.sendTransaction({ chain: client.chain ?? null, to: call.to, data: call.data, value });
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 250 });
    const { transactionHash: transaction, blockNumber: block, gasUsed, logs } = receipt;
    if (receipt.status === "success") return { what, transaction, block, gasUsed, logs };
    throw new MillraceError(`The transaction was mined, but it reverted: ${what}.`, {
      code: "chain-refuses",
      found: hash,
      next: "Something changed since it was checked. Look with `millrace status`, then try again.",
    });
  } catch (error) {
    throw explain(error, context.deployment.tokens);
  }
}
