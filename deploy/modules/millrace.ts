import {
  buildModule,
  type IgnitionModuleBuilder,
  type NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";
import type { DeploymentArguments } from "../parameters/arguments.ts";
import { disputesModule } from "./disputes.ts";
import { escrowModule } from "./escrow.ts";
import { governanceModule, handOver } from "./governance.ts";
import { leasesModule } from "./leases.ts";
import { stakeModule } from "./stake.ts";
import { testTokensModule } from "./test-tokens.ts";
import { tokenModule } from "./token.ts";

/**
 * The whole protocol on one network: the modules of each domain, then payment tokens and classes, then the wiring that can
 * be done only once, then the hand-over of what is governed to the timelock.
 */
export function millraceModule(args: DeploymentArguments) {
  return buildModule("Millrace", (m) => {
    const { millToken } = m.useModule(tokenModule);
    const { parameters, escrow } = m.useModule(escrowModule);
    const { attestors, nodes, staking, quality } = m.useModule(stakeModule);
    const { offers, leases } = m.useModule(leasesModule);
    const { committee, appealCommittee, disputes } = m.useModule(disputesModule);
    const { tokens, listings } = listPaymentTokens(m, parameters, quality, args.paymentTokens);
    const classes = args.classes.map(({ id, requiredStake, leastBond }) =>
      m.call(nodes, "setClass", [id, requiredStake, leastBond, 0], { id: `Class_${id}` }),
    );
    const settled = [...listings, ...classes];
    const wirings = [
      m.call(escrow, "wire", [[leases], args.feeCollector], { id: "WireEscrow", after: settled }),
      m.call(offers, "wire", [leases], { id: "WireOffers", after: settled }),
      m.call(nodes, "wire", [leases], { id: "WireNodes", after: settled }),
      m.call(quality, "wire", [leases, staking, nodes], { id: "WireQuality", after: settled }),
      m.call(leases, "wire", [disputes], { id: "WireLeases", after: settled }),
      m.call(staking, "wire", [leases, disputes, ZeroAddress], { id: "WireStaking", after: settled }),
    ];
    const governed = { parameters, attestors, nodes, quality, committee, appealCommittee, disputes };
    const { timelock, governor } = m.useModule(governanceModule);
    handOver(m, governed, timelock, wirings);
    return { millToken, escrow, staking, offers, leases, ...governed, timelock, governor, ...tokens };
  });
}

function listPaymentTokens(
  m: IgnitionModuleBuilder,
  parameters: NamedArtifactContractDeploymentFuture<"Parameters">,
  quality: NamedArtifactContractDeploymentFuture<"Quality">,
  paymentTokens: DeploymentArguments["paymentTokens"],
) {
  const isTest = paymentTokens.some((token) => "deploy" in token);
  const tokens = isTest ? m.useModule(testTokensModule) : {};
  const listings = paymentTokens.flatMap((token) => {
    const address = "address" in token ? token.address : m.useModule(testTokensModule).testUSD;
    return [
      m.call(parameters, "setPaymentToken", [address, true], { id: `List_${token.symbol}` }),
      m.call(quality, "setTokenWeight", [address, token.weight], { id: `Weight_${token.symbol}` }),
    ];
  });
  return { tokens, listings };
}
