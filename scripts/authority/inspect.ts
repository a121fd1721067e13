import type { Address, PublicClient } from "viem";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";
import { findDeployer } from "./deployer.ts";
import { deployerHoldsNothing } from "./deployer-holds.ts";
import type { Finding } from "./finding.ts";
import { governorIsBound } from "./governor.ts";
import { ownersAreTimelock } from "./owners.ts";
import { rolesAreGovernors } from "./roles.ts";
import { wiringIsDone } from "./wiring.ts";

/** Who can govern a deployment: what was looked at, and whether it is as it must be. */
export type Authority = {
  readonly network: string;
  readonly deployer: Address;
  readonly findings: readonly Finding[];
};

/** @throws MillraceError `wrong-chain`, `no-governance`, `deployer-unknown` */
export async function inspectAuthority(client: PublicClient, deployment: Deployment): Promise<Authority> {
  const chainId = await client.getChainId();
  if (chainId !== deployment.chainId) {
    throw new MillraceError("The node is on another chain than the deployment.", {
      code: "wrong-chain",
      found: `chain ${chainId}`,
      expected: `chain ${deployment.chainId} (${deployment.network})`,
    });
  }
  const deployer = await findDeployer(client, deployment);
  const looked = [
    await ownersAreTimelock(client, deployment),
    await rolesAreGovernors(client, deployment),
    await governorIsBound(client, deployment),
    await wiringIsDone(client, deployment, deployer),
    await deployerHoldsNothing(client, deployment, deployer),
  ];
  return { network: deployment.network, deployer, findings: looked.flat() };
}
