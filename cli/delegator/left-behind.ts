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
      if (now >= keptFrom) return [];
      const tokens = leftBehindDown(thaw.tokens, await readStake(context, thaw.operator));
      return tokens === 0n ? [] : [{ thaw, tokens, keptFrom }];
    }),
  );
  return found.flat();
}

/**
 * What a request leaves behind, rounded down; undefined if it is all of it.
 * @param brings what is left of the request, `⌊own · (all − frozen) / all⌋`: 0 also of one that a slash has emptied
 */
export function leftBehindDown(
  brings: bigint,
  stake: { readonly frozenDelegated: bigint; readonly delegated: bigint; readonly delegatedThawing: bigint },
): bigint | undefined {
  const free = stake.delegated + stake.delegatedThawing - stake.frozenDelegated;
  if (stake.frozenDelegated === 0n) return 0n;
  return free <= 0n ? undefined : (brings * stake.frozenDelegated) / free;
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
