import { buildModule } from "@nomicfoundation/ignition-core";
import { escrowModule } from "./escrow.ts";
import { stakeModule } from "./stake.ts";

/** Leases with their offers, not wired yet. */
export const leasesModule = buildModule("Leases", (m) => {
  const { parameters, escrow } = m.useModule(escrowModule);
  const { attestors, nodes, staking, quality } = m.useModule(stakeModule);
  const wirer = m.getParameter("wirer");
  const offers = m.contract("Offers", [wirer]);
  const leases = m.contract("Leases", [{ parameters, escrow, offers, nodes, staking, quality, attestors }, wirer]);
  return { offers, leases };
});
