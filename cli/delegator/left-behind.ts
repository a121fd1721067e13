import { readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { readStake } from "../operator/stake-facts.ts";
import type { OpenThaw } from "../operator/thaws.ts";
import { short, time } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";

/** What taking a matured request out now would leave behind, because open disputes have frozen it: it is burned. */
export type LeftBehind = {
  readonly thaw: OpenThaw;
  /** MILL's smallest unit, rounded down by a few units at most; undefined if it is all of the request. */
  readonly tokens: bigint | undefined;
  /** Timestamp (s) from which on nothing of the request is left behind, whatever is disputed then. */
  readonly keptFrom: bigint;
};

/** Of the requests, those that would leave something behind. @param now timestamp of the newest block, s */
export async function readLeftBehind(
  context: Context,
  ripe: readonly OpenThaw[],
  now: bigint,
): Promise<readonly LeftBehind[]> {
  const { thawSeconds } = await readSettings(context.client, context.deployment, ["thawSeconds"]);
  const found = await Promise.all(
    ripe.map(async (thaw): Promise<readonly LeftBehind[]> => {
      const keptFrom = thaw.maturesAt + 2n * thawSeconds;
      const { frozenDelegated, delegated, delegatedThawing } = await readStake(context, thaw.operator);
      if (frozenDelegated === 0n || now >= keptFrom) return [];
      const all = delegated + delegatedThawing;
      // What a request brings is its own less the part of it that is frozen, rounded up: ⌊own · (all − frozen) / all⌋.
      const free = all - frozenDelegated;
      if (free <= 0n) return [{ thaw, tokens: undefined, keptFrom }];
      // Of a request that a slash has emptied nothing can be left.
      const tokens = (thaw.tokens * frozenDelegated) / free;
      return tokens === 0n ? [] : [{ thaw, tokens, keptFrom }];
    }),
  );
  return found.flat();
}

/** What is left behind, and how to keep it. */
export function leftBehindFacts(left: readonly LeftBehind[]): readonly Fact[] {
  return left.flatMap(({ thaw, tokens, keptFrom }): readonly Fact[] => [
    [
      "LEFT BEHIND",
      `${tokens === undefined ? "all" : `about ${mill(tokens)}`} of request ${thaw.index} of ${short(thaw.operator)}: frozen by open disputes, burned if you take it out now`,
    ],
    ["to keep it", `wait until the disputes end; from ${time(keptFrom)} on you take all of it, whatever is disputed`],
  ]);
}
