import type { SimulationResult } from "./run.ts";
import { characterNames } from "./scene.ts";

/** A score is bought in 30 days and must not pay within the 90 that P3 counts; leaving takes the rest. */
const SCORE_MUST_LOSE_DAYS = 150;

/** What a simulation must not show; empty if it is as it should be. */
export function findFaults(result: SimulationResult, millPrice: number, epochs: number): string[] {
  const { profits, supply, climbs, priceLimit } = result;
  const share = (name: (typeof characterNames)[number]): number => {
    const found = profits.get(name);
    return found === undefined ? Number.NaN : Number(found.gain) / Number(found.capital);
  };
  const faults: string[] = [];
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const honest = share("honestReliable");
  for (const name of characterNames) {
    check(share(name) <= honest, `${name} makes ${share(name)}, honest work ${honest}`);
    check((profits.get(name)?.actions ?? 0) > 0, `${name} did nothing`);
  }
  check(share("washTrader") < 0, "the wash trader does not lose");
  const mustLose = millPrice <= priceLimit && epochs <= SCORE_MUST_LOSE_DAYS;
  if (mustLose) check(share("scoreBuyer") < 0, "the score buyer does not lose");
  check(
    supply.total === supply.genesis + supply.minted - supply.burned,
    "the supply is not what was minted and burned",
  );
  check(supply.minted <= supply.scheduled, "more was minted than the schedule allows");
  check(climbs.honestFlaky.reached === 0, `${climbs.honestFlaky.reached} flaky operators reached the top tier`);
  for (const [token, amount] of Object.entries(result.unaccounted)) {
    check(amount === "0", `the books do not find ${amount} of ${token}`);
  }
  return faults;
}
