import { buildModule } from "@nomicfoundation/ignition-core";
import { escrowModule } from "./escrow.ts";
import { leasesModule } from "./leases.ts";
import { parametersModule } from "./parameters.ts";
import { stakeModule } from "./stake.ts";
import { tokenModule } from "./token.ts";

/** What reads all the others at once. Nothing reads it. */
export const lensModule = buildModule("Lens", (m) => {
  const { millToken: mill } = m.useModule(tokenModule);
  const { parameters } = m.useModule(parametersModule);
  const { escrow } = m.useModule(escrowModule);
  const { staking, nodes, quality } = m.useModule(stakeModule);
  const { offers, leases } = m.useModule(leasesModule);
  return { lens: m.contract("Lens", [{ mill, parameters, escrow, staking, nodes, quality, offers, leases }]) };
});
