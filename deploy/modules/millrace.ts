import {
  buildModule,
  type IgnitionModuleBuilder,
  type NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import type { DeploymentArguments } from "../parameters/arguments.ts";
import { disputesModule } from "./disputes.ts";
import { escrowModule } from "./escrow.ts";
import { governanceModule, handOver } from "./governance.ts";
import { incentivesModule } from "./incentives.ts";
import { leasesModule } from "./leases.ts";
import { lensModule } from "./lens.ts";
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
    const { emissions, feeAuction } = m.useModule(incentivesModule);
    const { lens } = m.useModule(lensModule);
    const listed = { parameters, quality, feeAuction };
    const { tokens, listings } = listPaymentTokens(m, listed, args.paymentTokens);
    const classes = args.classes.map(({ id, requiredStake, leastBond }) =>
      m.call(nodes, "setClass", [id, requiredStake, leastBond, 0], { id: `Class_${id}` }),
    );
    const settled = [...listings, ...classes];
    const wirings = [
      m.call(escrow, "wire", [[leases], feeAuction], { id: "WireEscrow", after: settled }),
      m.call(offers, "wire", [leases], { id: "WireOffers", after: settled }),
      m.call(nodes, "wire", [leases], { id: "WireNodes", after: settled }),
      m.call(nodes, "wireEmissions", [emissions], { id: "WireNodesToEmissions", after: settled }),
      m.call(quality, "wire", [leases], { id: "WireQuality", after: settled }),
      m.call(quality, "wireEmissions", [emissions], { id: "WireQualityToEmissions", after: settled }),
      m.call(leases, "wire", [disputes], { id: "WireLeases", after: settled }),
      m.call(staking, "wire", [leases, disputes, emissions], { id: "WireStaking", after: settled }),
      m.call(millToken, "wireMinter", [emissions], { id: "WireMinter", after: settled }),
    ];
    const governed = { parameters, attestors, nodes, quality, committee, appealCommittee, disputes, feeAuction };
    const { timelock, governor } = m.useModule(governanceModule);
    handOver(m, governed, timelock, wirings);
    return { millToken, escrow, staking, offers, leases, emissions, lens, ...governed, timelock, governor, ...tokens };
  });
}

function listPaymentTokens(
  m: IgnitionModuleBuilder,
  contracts: {
    readonly parameters: NamedArtifactContractDeploymentFuture<"Parameters">;
    readonly quality: NamedArtifactContractDeploymentFuture<"Quality">;
    readonly feeAuction: NamedArtifactContractDeploymentFuture<"FeeAuction">;
  },
  paymentTokens: DeploymentArguments["paymentTokens"],
) {
  const isTest = paymentTokens.some((token) => "deploy" in token);
  const tokens = isTest ? m.useModule(testTokensModule) : {};
  const listings = paymentTokens.flatMap((token) => {
    const address = "address" in token ? token.address : m.useModule(testTokensModule).testUSD;
    return [
      m.call(contracts.parameters, "setPaymentToken", [address, true], { id: `List_${token.symbol}` }),
      m.call(contracts.quality, "setTokenWeight", [address, token.weight], { id: `Weight_${token.symbol}` }),
      m.call(contracts.feeAuction, "setTokenTerms", [address, token.startPrice, token.leastSale], {
        id: `Sale_${token.symbol}`,
      }),
    ];
  });
  return { tokens, listings };
}
