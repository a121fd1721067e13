import {
  buildModule,
  type CallableContractFuture,
  type Future,
  type IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";
import { parametersModule } from "./parameters.ts";
import { stakeModule } from "./stake.ts";
import { tokenModule } from "./token.ts";

/** The governor and its timelock, wired to each other. */
export const governanceModule = buildModule("Governance", (m) => {
  const { millToken } = m.useModule(tokenModule);
  const { parameters } = m.useModule(parametersModule);
  const { staking } = m.useModule(stakeModule);
  const timelock = m.contract("MillTimelock", [m.getParameter("timelockSeconds"), m.getParameter("wirer")]);
  const governor = m.contract("MillGovernor", [millToken, staking, parameters, timelock, m.getParameter("rules")]);
  m.call(timelock, "wire", [governor], { id: "WireTimelock" });
  return { timelock, governor };
});

/**
 * The last steps of a deployment: the deployer offers everything that is governed to the timelock, which accepts.
 * @param governed every contract with an owner (Ownable2Step)
 * @param after what the deployer still does as the owner
 */
export function handOver(
  m: IgnitionModuleBuilder,
  governed: Readonly<Record<string, CallableContractFuture<string>>>,
  timelock: CallableContractFuture<string>,
  after: Future[],
): void {
  const offers = Object.entries(governed).map(([name, contract]) =>
    m.call(contract, "transferOwnership", [timelock], { id: `HandOver_${name}`, after }),
  );
  m.call(timelock, "takeOver", [Object.values(governed)], { id: "TakeOver", after: offers });
}
