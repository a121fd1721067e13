import type { Address, PublicClient } from "viem";
import { millGovernorAbi } from "../../sdk/abi/mill-governor.ts";
import { millTimelockAbi } from "../../sdk/abi/mill-timelock.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { governanceOf } from "../../sdk/proposal.ts";
import type { Finding } from "./finding.ts";

const LEAST_DELAY_SECONDS = 2n * 86_400n;

/** The governor counts MILL and Staking, executes by the timelock, and nothing is executed without the delay. */
export async function governorIsBound(client: PublicClient, deployment: Deployment): Promise<Finding[]> {
  const { governor, timelock } = governanceOf(deployment);
  const at = { address: governor, abi: millGovernorAbi } as const;
  const [executor, token, staking, delay] = await Promise.all([
    client.readContract({ ...at, functionName: "timelock" }),
    client.readContract({ ...at, functionName: "token" }),
    client.readContract({ ...at, functionName: "staking" }),
    client.readContract({ address: timelock, abi: millTimelockAbi, functionName: "getMinDelay" }),
  ]);
  const is = (what: string, found: Address, wanted: Address | undefined): Finding => ({
    holds: found === wanted,
    what,
    found,
  });
  return [
    is("governor's timelock", executor, timelock),
    is("governor's token", token, deployment.contracts.MillToken),
    is("governor's Staking", staking, deployment.contracts.Staking),
    { holds: delay >= LEAST_DELAY_SECONDS, what: "timelock's delay", found: `${delay} s` },
  ];
}
