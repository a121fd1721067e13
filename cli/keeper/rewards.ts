import type { Address } from "viem";
import { emissionsAbi } from "../../sdk/abi/emissions.ts";
import { contractAt } from "../../sdk/contract-at.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { emissionsCalls } from "../../sdk/incentive-calls.ts";
import type { Context } from "../context.ts";
import { oneMill } from "../mill.ts";
import { type Duty, portions } from "./duty.ts";

/** What is credited later costs nobody anything: less is left for another round. */
const leastReward = oneMill;
/** A poke of one operator may take 150,000 gas. */
const atOnce = 50;

/** All that ever registered a node. */
export async function operatorsOf({ client, deployment }: Context): Promise<Address[]> {
  const registered = await readContractEvents(client, contractsOf(deployment).nodes, "NodeRegistered");
  return [...new Set(registered.map(({ args }) => args.operator))];
}

/** Credit rewards that have grown, and let operators have the tier and weigh what they do now. */
export const pokeOperators: Duty = async (context) => {
  const { client, deployment } = context;
  const emissions = { address: contractAt(deployment, "Emissions"), abi: emissionsAbi } as const;
  const { quality } = contractsOf(deployment);
  const worth: Address[] = [];
  for (const operator of await operatorsOf(context)) {
    const args = [operator] as const;
    const [pending, account, weight, tier, currentTier] = await Promise.all([
      client.readContract({ ...emissions, functionName: "pendingOf", args }),
      client.readContract({ ...emissions, functionName: "accountOf", args }),
      client.readContract({ ...emissions, functionName: "currentWeightOf", args }),
      client.readContract({ ...quality, functionName: "tierOf", args }),
      client.readContract({ ...quality, functionName: "currentTier", args }),
    ]);
    if (pending >= leastReward || account.weight !== weight || tier !== currentTier) worth.push(operator);
  }
  return portions(worth, atOnce).map((some) => ({
    what: `poke ${some.length} operators`,
    call: emissionsCalls.poke(emissions.address, some),
  }));
};
