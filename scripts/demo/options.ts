import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Where the relayer is killed. */
export const crashPoints = ["intake", "batch"] as const;
export type CrashPoint = (typeof crashPoints)[number];

export type DemoOptions = {
  readonly trace: string;
  /** How many requests of it; 0 takes all. */
  readonly limit: number;
  readonly jobs: string;
  /** How many of its rows that ask for a GPU; 0 takes all. */
  readonly jobLimit: number;
  readonly nodes: string;
  /** Where the picture goes; without it, it is drawn only if the folder is kept. */
  readonly plot: string | undefined;
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
const SHORT_RUN = 400;

const sampleOf = (name: string): string => fileURLToPath(new URL(`../samples/${name}.csv`, import.meta.url));

/** @throws OptionError */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parse(args);
  return {
    trace: values.trace ?? sampleOf("inference-requests"),
    ...limitsOf(values),
    jobs: values.jobs ?? sampleOf("gpu-jobs"),
    nodes: values.nodes ?? sampleOf("gpu-nodes"),
    plot: parsePlot(values.plot),
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
        jobs: { type: "string" },
        nodes: { type: "string" },
        plot: { type: "string" },
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

type LimitedValues = { readonly trace?: string; readonly jobs?: string; readonly limit?: string };

/** The limit is of the traces that were given, each; of the sample of requests if none was. */
function limitsOf({ trace, jobs, limit }: LimitedValues): Pick<DemoOptions, "limit" | "jobLimit"> {
  const given = limit === undefined ? undefined : parseLimit(limit);
  const ofRequests = trace !== undefined ? (given ?? 0) : jobs === undefined ? given : undefined;
  return { limit: ofRequests ?? SHORT_RUN, jobLimit: jobs === undefined ? 0 : (given ?? 0) };
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OptionError(`--limit: found ${JSON.stringify(text)}, expected a number of rows, or 0 for all.`);
}

function parsePlot(file: string | undefined): string | undefined {
  if (file === undefined || file.endsWith(".svg")) return file;
  throw new OptionError(`--plot: found ${JSON.stringify(file)}, expected the name of a file that ends in .svg.`);
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

export const help = `Payments, leases, an epoch and a vote, end to end, on a local chain.

  npm run demo -- [options]

Starts a local chain, deploys, starts the relayer, and plays two markets. In the first, buyers deposit a test stablecoin
and open channels; operators serve the requests of a trace; every request is paid by a voucher that goes to the relayer
over HTTP; the relayer settles in batches; channels are closed by payers, by operators and by both; everybody withdraws.
In the second, operators stake, register attested nodes and sign offers; buyers lease what the jobs of a trace ask for;
operators that fail compensate them from their bonds; disputes go before committees, and slash.
Then an epoch ends, fees are sold for MILL that is burned, and a vote changes a setting but nothing that is open.
At the end the books are recomputed from the chain, to the smallest unit.

  --trace FILE   requests to replay, a CSV file with the columns TIMESTAMP,ContextTokens,GeneratedTokens
  --jobs FILE    jobs to lease for, a CSV file with the columns name,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,
                 creation_time,deletion_time,scheduled_time; rows without a GPU are skipped
  --nodes FILE   machines that become nodes, a CSV file with the columns sn,gpu,model
                 (default of each: a small sample of our own making)
  --limit N      of each trace that you give, take the first N requests, and the first N jobs that ask for a GPU; 0 takes
                 all. If you give neither, of the sample of requests (default: 400 of the sample, all of your own)
  --plot FILE    draw what the leases showed: an SVG file (default with --keep: leases.svg in the folder that is kept)
  --seed TEXT    everything that is drawn follows from it: keys, prices, who asks whom (default: 1)
  --crash LIST   kill the relayer with SIGKILL at these points and start it again: intake, batch
  --keep         leave chain and relayer running, and say where they are and how to stop them
  --json         one object on standard output, everything else on standard error

Exit code 0: everything adds up. 1: something does not, or failed. 2: an option is wrong.`;
