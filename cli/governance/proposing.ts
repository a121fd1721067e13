import { millGovernorAbi } from "../../sdk/abi/mill-governor.ts";
import { millTimelockAbi } from "../../sdk/abi/mill-timelock.ts";
import { MillraceError } from "../../sdk/error.ts";
import { governanceOf, readProposals } from "../../sdk/proposal.ts";
import { formatQuantity } from "../../sdk/quantity.ts";
import type { Context } from "../context.ts";

/** When a proposal made now would be voted on, and executed at the earliest. Timestamps, s. */
export type Timing = { readonly start: bigint; readonly end: bigint; readonly executable: bigint };

export async function readTiming({ client, deployment }: Context): Promise<Timing> {
  const { governor, timelock } = governanceOf(deployment);
  const at = { address: governor, abi: millGovernorAbi } as const;
  const [delay, period, wait, { timestamp }] = await Promise.all([
    client.readContract({ ...at, functionName: "votingDelay" }),
    client.readContract({ ...at, functionName: "votingPeriod" }),
    client.readContract({ address: timelock, abi: millTimelockAbi, functionName: "getMinDelay" }),
    client.getBlock(),
  ]);
  const [start, end] = [timestamp + delay, timestamp + delay + period];
  return { start, end, executable: end + wait };
}

/** Whether the account may propose now. @throws MillraceError `too-few-votes` */
export async function checkPower({ client, deployment, self }: Context): Promise<void> {
  const { governor } = governanceOf(deployment);
  const at = { address: governor, abi: millGovernorAbi } as const;
  const { timestamp } = await client.getBlock();
  const [votes, threshold] = await Promise.all([
    client.readContract({ ...at, functionName: "getVotes", args: [self(), timestamp - 1n] }),
    client.readContract({ ...at, functionName: "proposalThreshold" }),
  ]);
  if (votes >= threshold) return;
  throw new MillraceError("This account has too few votes to propose.", {
    code: "too-few-votes",
    found: `${formatQuantity(votes, "MILL wei")} delegated to ${self()}`,
    expected: `at least ${formatQuantity(threshold, "MILL wei")}; staked MILL does not count for proposing`,
    next: "Count your own MILL: millrace governance delegate self",
  });
}

/** Whether nobody has made this proposal before. @throws MillraceError `proposal-exists` */
export async function checkNew({ client, deployment }: Context, id: bigint): Promise<void> {
  const all = await readProposals(client, deployment);
  if (!all.some((made) => made.id === id)) return;
  throw new MillraceError("This proposal has been made before.", {
    code: "proposal-exists",
    found: String(id),
    expected: "other changes, or another description: together they name a proposal",
    next: `See where it stands: millrace governance show ${String(id).slice(0, 8)}`,
  });
}
