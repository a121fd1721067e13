import { buildModule } from "@nomicfoundation/ignition-core";
import { parametersModule } from "./parameters.ts";

/** Escrow, not wired yet. */
export const escrowModule = buildModule("Escrow", (m) => {
  const { parameters } = m.useModule(parametersModule);
  const escrow = m.contract("Escrow", [parameters, m.getParameter("permit2"), m.getParameter("wirer")]);
  return { parameters, escrow };
});
