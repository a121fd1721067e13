import { buildModule } from "@nomicfoundation/ignition-core";
import { leasesModule } from "./leases.ts";
import { parametersModule } from "./parameters.ts";
import { stakeModule } from "./stake.ts";

/** Disputes, with the committees that rule them and their appeals. */
export const disputesModule = buildModule("Disputes", (m) => {
  const { parameters } = m.useModule(parametersModule);
  const { staking } = m.useModule(stakeModule);
  const { leases } = m.useModule(leasesModule);
  const owner = m.getParameter("owner");
  const committeeOf = (name: "committee" | "appealCommittee", id: string) =>
    m.contract("CommitteeArbitrator", [m.getParameter(name), m.getParameter(`${name}Threshold`), owner], { id });
  const committee = committeeOf("committee", "Committee");
  const appealCommittee = committeeOf("appealCommittee", "AppealCommittee");
  const disputes = m.contract("Disputes", [parameters, staking, leases, committee, appealCommittee, owner]);
  return { committee, appealCommittee, disputes };
});
