import { attestorsAbi } from "./abi/attestors.ts";
import { disputesAbi } from "./abi/disputes.ts";
import { erc20PermitAbi } from "./abi/erc20-permit.ts";
import { escrowAbi } from "./abi/escrow.ts";
import { leasesAbi } from "./abi/leases.ts";
import { nodesAbi } from "./abi/nodes.ts";
import { offersAbi } from "./abi/offers.ts";
import { parametersAbi } from "./abi/parameters.ts";
import { qualityAbi } from "./abi/quality.ts";
import { stakingAbi } from "./abi/staking.ts";
import { type ContractName, contractAt } from "./contract-at.ts";
import type { Deployment } from "./deployment.ts";

/** Address, ABI and first block of each contract, as viem's `readContract` and `readContractEvents` take them. */
export type Contracts = ReturnType<typeof contractsOf>;

/** Those that a deployment lacks throw MillraceError `contract-missing` when they are asked for. */
export function contractsOf(deployment: Pick<Deployment, "network" | "block" | "contracts">) {
  const { block: fromBlock, contracts } = deployment;
  const at = <const A>(name: ContractName, abi: A) => ({ address: contractAt(deployment, name), abi, fromBlock });
  return {
    escrow: { address: contracts.Escrow, abi: escrowAbi, fromBlock },
    parameters: { address: contracts.Parameters, abi: parametersAbi, fromBlock },
    get mill() {
      return at("MillToken", erc20PermitAbi);
    },
    get staking() {
      return at("Staking", stakingAbi);
    },
    get nodes() {
      return at("Nodes", nodesAbi);
    },
    get attestors() {
      return at("Attestors", attestorsAbi);
    },
    get quality() {
      return at("Quality", qualityAbi);
    },
    get offers() {
      return at("Offers", offersAbi);
    },
    get leases() {
      return at("Leases", leasesAbi);
    },
    get disputes() {
      return at("Disputes", disputesAbi);
    },
  };
}
