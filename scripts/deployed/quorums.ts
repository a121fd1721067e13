import type { Deployment } from "../../sdk/deployment.ts";
import { Attestors__factory, CommitteeArbitrator__factory } from "../../typechain-types/index.ts";
import type { ChainAt } from "./chain.ts";

/** Accounts of which so many must sign. */
export type InspectedQuorum = {
  readonly name: string;
  readonly members: readonly string[];
  readonly threshold: number;
};

/** Who attests nodes and outages, and who rules disputes and appeals now. */
export async function inspectQuorums({ runner }: ChainAt, { contracts }: Deployment): Promise<InspectedQuorum[]> {
  const quorums: InspectedQuorum[] = [];
  if (contracts.Attestors !== undefined) {
    const attestors = Attestors__factory.connect(contracts.Attestors, runner);
    const [members, threshold] = await Promise.all([attestors.attestors(), attestors.threshold()]);
    quorums.push({ name: "Attestors", members: [...members], threshold: Number(threshold) });
  }
  for (const name of ["Committee", "AppealCommittee"]) {
    const address = contracts[name];
    if (address === undefined) continue;
    const committee = CommitteeArbitrator__factory.connect(address, runner);
    const [members, threshold] = await committee.membersOf(await committee.committee());
    quorums.push({ name, members: [...members], threshold: Number(threshold) });
  }
  return quorums;
}
