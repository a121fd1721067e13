import { buildModule } from "@nomicfoundation/ignition-core";
import { escrowModule } from "./escrow.ts";
import { stakeModule } from "./stake.ts";
import { tokenModule } from "./token.ts";

/** What stake earns, and the sale of the protocol's fees; not wired yet. */
export const incentivesModule = buildModule("Incentives", (m) => {
  const { millToken } = m.useModule(tokenModule);
  const { parameters, escrow } = m.useModule(escrowModule);
  const { nodes, staking, quality } = m.useModule(stakeModule);
  const schedule = [m.getParameter("firstEmission"), m.getParameter("decay")];
  const emissions = m.contract("Emissions", [millToken, parameters, staking, nodes, quality, ...schedule]);
  const feeAuction = m.contract("FeeAuction", [millToken, parameters, escrow, quality, m.getParameter("owner")]);
  return { emissions, feeAuction };
});
