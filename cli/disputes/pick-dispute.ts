import { type Dispute, readDispute } from "../../sdk/dispute-reader.ts";
import type { Context } from "../context.ts";
import { parseWhole } from "../parse-number.ts";

/** The dispute with this number. @throws MillraceError `bad-number` or `dispute-unknown` */
export function pickDispute({ client, deployment }: Context, text: string): Promise<Dispute> {
  return readDispute(client, deployment, parseWhole(text, "The dispute", { least: 1, bits: 96 }));
}
