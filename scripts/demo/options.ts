import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Where the relayer is killed. */
export const crashPoints = ["intake", "batch"] as const;
export type CrashPoint = (typeof crashPoints)[number];

export type DemoOptions = {
  readonly trace: string;
  /** 0 takes all requests. */
  readonly limit: number;
  readonly seed: string;
  readonly crash: readonly CrashPoint[];
  readonly json: boolean;
  readonly keep: boolean;
  readonly help: boolean;
};

/** An option is wrong. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/** How many requests of the sample are played if nobody says otherwise: under half a minute. */
const SHORT_RUN = "400";

const sample = fileURLToPath(new URL("../samples/inference-requests.csv", import.meta.url));

/** @throws OptionError */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parse(args);
  return {
    trace: values.trace ?? sample,
    limit: parseLimit(values.limit ?? (values.trace === undefined ? SHORT_RUN : "0")),
    seed: values.seed,
    crash: parseCrash(values.crash),
    json: values.json,
    keep: values.keep,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        trace: { type: "string" },
        limit: { type: "string" },
        seed: { type: "string", default: "1" },
        crash: { type: "string", default: "" },
        json: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OptionError(`--limit: found ${JSON.stringify(text)}, expected a number of requests, or 0 for all.`);
}

function parseCrash(text: string): CrashPoint[] {
  return text
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const point = crashPoints.find((each) => each === name);
      if (point !== undefined) return point;
      throw new OptionError(`--crash: found ${JSON.stringify(name)}, expected a list of: ${crashPoints.join(", ")}.`);
    });
}

export const help = `The first payment, end to end, on a local chain.

  npm run demo -- [options]

Starts a local chain, deploys, starts the relayer, and plays a market: buyers deposit a test stablecoin and open
channels; operators serve the requests of a trace; every request is paid by a voucher that goes to the relayer over
HTTP; the relayer settles in batches; channels are closed by payers, by operators and by both; everybody withdraws.
At the end the books are recomputed from the chain, to the smallest unit.

  --trace FILE   requests to replay, a CSV file with the columns TIMESTAMP,ContextTokens,GeneratedTokens
                 (default: a small sample of our own making)
  --limit N      take the first N requests; 0 takes all (default: 400 of the sample, all of your own trace)
  --seed TEXT    everything that is drawn follows from it: keys, prices, who asks whom (default: 1)
  --crash LIST   kill the relayer with SIGKILL at these points and start it again: intake, batch
  --keep         leave chain and relayer running, and say where they are and how to stop them
  --json         one object on standard output, everything else on standard error

Exit code 0: everything adds up. 1: something does not, or failed. 2: an option is wrong.`;
