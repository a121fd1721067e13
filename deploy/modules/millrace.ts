import {
  buildModule,
  type IgnitionModuleBuilder,
  type NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import type { DeploymentArguments } from "../parameters/arguments.ts";
import { escrowModule } from "./escrow.ts";
import { testTokensModule } from "./test-tokens.ts";
import { tokenModule } from "./token.ts";

/**
 * The whole protocol on one network: the modules of each domain, then the payment-token list, then the wiring that can
 * be done only once, then the hand-over of `Parameters` to its owner.
 */
export function millraceModule(args: DeploymentArguments) {
  return buildModule("Millrace", (m) => {
    const { millToken } = m.useModule(tokenModule);
    const { parameters, escrow } = m.useModule(escrowModule);
    const { tokens, listings } = listPaymentTokens(m, parameters, args.paymentTokens);
    const wiring = m.call(escrow, "wire", [[], args.feeCollector], { id: "WireEscrow", after: listings });
    if (args.owner !== args.deployer) {
      m.call(parameters, "transferOwnership", [args.owner], { id: "HandOverParameters", after: [wiring] });
    }
    return { millToken, parameters, escrow, ...tokens };
  });
}

function listPaymentTokens(
  m: IgnitionModuleBuilder,
  parameters: NamedArtifactContractDeploymentFuture<"Parameters">,
  paymentTokens: DeploymentArguments["paymentTokens"],
) {
  const isTest = paymentTokens.some((token) => "deploy" in token);
  const tokens = isTest ? m.useModule(testTokensModule) : {};
  const listings = paymentTokens.map((token) => {
    const address = "address" in token ? token.address : m.useModule(testTokensModule).testUSD;
    return m.call(parameters, "setPaymentToken", [address, true], { id: `List_${token.symbol}` });
  });
  return { tokens, listings };
}
