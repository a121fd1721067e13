import { buildModule } from "@nomicfoundation/ignition-core";
import { parametersModule } from "./parameters.ts";
import { tokenModule } from "./token.ts";

/** Stake, nodes and the record of operators, not wired yet. */
export const stakeModule = buildModule("Stake", (m) => {
  const { millToken } = m.useModule(tokenModule);
  const { parameters } = m.useModule(parametersModule);
  const [owner, wirer] = [m.getParameter("owner"), m.getParameter("wirer")];
  const attestors = m.contract("Attestors", [owner, m.getParameter("attestors"), m.getParameter("threshold")]);
  const nodes = m.contract("Nodes", [attestors, owner, wirer]);
  const staking = m.contract("Staking", [millToken, parameters, wirer]);
  const quality = m.contract("Quality", [parameters, staking, nodes, owner, wirer]);
  return { attestors, nodes, staking, quality };
});
