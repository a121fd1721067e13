import { buildModule } from "@nomicfoundation/ignition-core";

/** MILL. The deployer wires its minter later; until then the genesis supply is all there is. */
export const tokenModule = buildModule("Token", (m) => {
  const millToken = m.contract("MillToken", [m.getParameter("genesis"), m.getParameter("wirer")]);
  return { millToken };
});
