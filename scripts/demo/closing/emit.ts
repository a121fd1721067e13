import type { PrivateKeyAccount } from "viem";
import { emissionsAbi } from "../../../sdk/abi/emissions.ts";
import { emissionsCalls } from "../../../sdk/incentive-calls.ts";
import { send } from "../chain.ts";
import { type ClosingStage, incentivesOf, portions } from "./stage.ts";

const epochSeconds = 86_400n;

/** A keeper brings Emissions up to this epoch, and every operator to what it has earned and weighs now. */
export async function pokeAll(
  { chain, deployment, operators }: ClosingStage,
  keeper: PrivateKeyAccount,
): Promise<void> {
  const { emissions } = incentivesOf(deployment);
  // No weight grows before all epochs are caught up with, and one poke goes through a quarter of a year.
  for (;;) {
    const read = { address: emissions, abi: emissionsAbi, functionName: "currentEpoch" } as const;
    const [epoch] = await chain.readContract(read);
    const { timestamp } = await chain.getBlock();
    if (epoch >= timestamp / epochSeconds) break;
    await send(chain, keeper, emissionsCalls.poke(emissions, []));
  }
  for (const some of portions(operators)) await send(chain, keeper, emissionsCalls.poke(emissions, some));
}
