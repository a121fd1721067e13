import { buildModule } from "@nomicfoundation/ignition-core";

/** The settings. The deployer owns them until the end of the deployment, so that it can list payment tokens. */
export const parametersModule = buildModule("Parameters", (m) => {
  const parameters = m.contract("Parameters", [
    m.getParameter("owner"),
    m.getParameter("guardian"),
    m.getParameter("definitions"),
    m.getParameter("relations"),
  ]);
  return { parameters };
});
