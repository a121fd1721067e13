import type { Hex } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import type { Evidence } from "../../sdk/dispute-calls.ts";
import type { Context } from "../context.ts";

/** Something that was said in a dispute, with its evidence. */
export type Submission = Evidence & {
  readonly by: "challenger" | "operator" | "appellant";
  readonly blockNumber: bigint;
};

/** The evidence of all sides, oldest first: hashes and places. */
export async function readSubmissions({ client, deployment }: Context, disputeId: bigint): Promise<Submission[]> {
  const { disputes } = contractsOf(deployment);
  const [opened, answered, appealed] = await Promise.all([
    readContractEvents(client, disputes, "DisputeOpened", { disputeId }),
    readContractEvents(client, disputes, "DisputeAnswered", { disputeId }),
    readContractEvents(client, disputes, "DisputeAppealed", { disputeId }),
  ]);
  type Said = { readonly blockNumber: bigint; readonly args: { readonly evidence: Hex; readonly place: string } };
  const submission =
    (by: Submission["by"]) =>
    (event: Said): Submission => ({
      by,
      hash: event.args.evidence,
      place: event.args.place,
      blockNumber: event.blockNumber,
    });
  return [
    ...opened.map(submission("challenger")),
    ...answered.map(submission("operator")),
    ...appealed.map(submission("appellant")),
  ];
}
