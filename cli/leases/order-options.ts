import type { Command } from "commander";
import { MillraceError } from "../../sdk/error.ts";
import { duration } from "../output/format.ts";
import { parseDuration } from "../parse-duration.ts";
import { parseWhole } from "../parse-number.ts";
import type { NamedOffer } from "./offer-source.ts";

/** How much of an offer is taken. */
export type OrderOptions = { readonly units: string; readonly duration: string };

export function addOrderOptions(command: Command): Command {
  return command
    .requiredOption("--units <number>", "how many; 1000 are one GPU")
    .requiredOption("--duration <time>", "how long: 90min, 10h, 2d");
}

/**
 * The numbers, held against the offer.
 * @throws MillraceError `bad-number` or `bad-duration`
 */
export function parseOrder(options: OrderOptions, { offer }: NamedOffer): { units: number; seconds: number } {
  const units = Number(parseWhole(options.units, "--units", { least: 1 }));
  const seconds = parseDuration(options.duration, "--duration");
  if (seconds > 0 && seconds >= offer.minSeconds && seconds <= offer.maxSeconds) return { units, seconds };
  throw new MillraceError("The offer is not for this duration.", {
    code: "bad-duration",
    found: options.duration,
    expected: `${duration(BigInt(offer.minSeconds))} to ${duration(BigInt(offer.maxSeconds))}`,
  });
}
