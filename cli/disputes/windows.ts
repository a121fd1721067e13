import { readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";
import { duration } from "../output/format.ts";
import type { Fact } from "../output/layout.ts";

/** How long each step of a dispute may take, as the settings are now. */
export async function windowFacts({ client, deployment }: Context): Promise<Fact[]> {
  const { answerSeconds, rulingSeconds, appealSeconds, appealRulingSeconds } = await readSettings(client, deployment, [
    "answerSeconds",
    "rulingSeconds",
    "appealSeconds",
    "appealRulingSeconds",
  ]);
  const ruling = `ruled within ${duration(rulingSeconds)} of the answer, appealed within ${duration(appealSeconds)}`;
  return [
    ["the operator answers", `within ${duration(answerSeconds)}; if not, you get what is left of the lease's bond`],
    ["then", `${ruling}, the appeal ruled within ${duration(appealRulingSeconds)}`],
    ["if nobody rules", "your bond is back, and nothing is taken"],
  ];
}
