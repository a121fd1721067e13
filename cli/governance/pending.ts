import type { Hex } from "viem";
import { readProposals } from "../../sdk/proposal.ts";
import type { Context } from "../context.ts";
import { asciiOf, decodeCall } from "./decode.ts";
import { readStanding } from "./proposals.ts";

/** A change that an undecided or successful proposal would make. */
export type PendingChange = { readonly proposalId: bigint; readonly setting: string; readonly value: bigint };

/** What proposals that may still be executed would set. */
export async function pendingChanges(context: Context): Promise<PendingChange[]> {
  const proposals = await readProposals(context.client, context.deployment);
  const states = await Promise.all(proposals.map((proposal) => readStanding(context, proposal)));
  return proposals.flatMap((proposal, i) => {
    if (!["pending", "active", "succeeded", "queued"].includes(states[i]?.state ?? "")) return [];
    return proposal.targets.flatMap((to, index) => {
      const { known } = decodeCall(context.deployment, to, proposal.calldatas[index] ?? "0x");
      if (known?.contract !== "Parameters" || known.functionName !== "set") return [];
      const [id, value] = known.args;
      const setting = asciiOf(id?.value as Hex) ?? "";
      return [{ proposalId: proposal.id, setting, value: value?.value as bigint }];
    });
  });
}
