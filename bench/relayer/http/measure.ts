import { median, percentile } from "../statistics.ts";
import type { BenchChannel } from "./channels.ts";
import { type Load, requestBytes, sendAll, sendSteadily } from "./load.ts";

/** What one relayer does over HTTP, each figure the median of the runs. */
export type HttpFigures = {
  /** Vouchers per second, one in each request, 64 connections. Answered after the commit that stores them. */
  readonly single: number;
  readonly singleP99Ms: number;
  /** Vouchers per second in requests of 100, 8 connections. */
  readonly bulk: number;
  readonly bulkP99Ms: number;
  /** A channel's state, asked for 1,000 times a second. */
  readonly queryP50Ms: number;
  readonly queryP99Ms: number;
  /** How many of those questions were answered in a second. */
  readonly queriesPerSecond: number;
  /** Whether a buyer is good for an amount, asked 1,000 times a second. */
  readonly admissionP50Ms: number;
  readonly admissionP99Ms: number;
};

export type Effort = {
  readonly runs: number;
  readonly singles: number;
  readonly bulks: number;
  readonly queries: number;
};

const SINGLE_CONNECTIONS = 64;
const BULK_CONNECTIONS = 8;
const BULK = 100;
const QUERY_CONNECTIONS = 64;
const QUERIES_PER_SECOND = 1_000;

/** What vouchers and questions are about. */
export type Subjects = {
  readonly channels: readonly BenchChannel[];
  /** Paths of questions for a buyer, of different buyers. */
  readonly admissions: readonly string[];
};

type Run = { readonly [Figure in keyof HttpFigures]: number };

/** @param say what is being done, for whoever waits */
export async function measureHttp(
  url: string,
  { channels, admissions }: Subjects,
  { runs, singles, bulks, queries }: Effort,
  say: (text: string) => void,
): Promise<HttpFigures> {
  const next = voucherSource(channels);
  await sendAll(url, vouchersOneByOne(next, 500), SINGLE_CONNECTIONS);
  const measured: Run[] = [];
  for (let run = 1; run <= runs; run += 1) {
    say(`run ${run} of ${runs}`);
    const oneByOne = vouchersOneByOne(next, singles);
    const inBulk = Array.from({ length: bulks / BULK }, () => {
      return requestBytes("POST", "/v1/vouchers", `{"vouchers":[${next(BULK).join(",")}]}`);
    });
    const asked = (paths: readonly string[]) =>
      Array.from({ length: queries }, (_, index) => requestBytes("GET", paths[index % paths.length] ?? ""));
    const questions = asked(channels.map(({ id }) => `/v1/channels/${id}`));
    const single = all200(await sendAll(url, oneByOne, SINGLE_CONNECTIONS));
    const bulk = all200(await sendAll(url, inBulk, BULK_CONNECTIONS));
    const query = all200(await sendSteadily(url, questions, QUERIES_PER_SECOND, QUERY_CONNECTIONS));
    const admission = all200(await sendSteadily(url, asked(admissions), QUERIES_PER_SECOND, QUERY_CONNECTIONS));
    measured.push({
      ...{
        single: singles / single.seconds,
        singleP99Ms: percentile(
          single.answers.map(({ ms }) => ms),
          99,
        ),
      },
      ...{
        bulk: bulks / bulk.seconds,
        bulkP99Ms: percentile(
          bulk.answers.map(({ ms }) => ms),
          99,
        ),
      },
      queryP50Ms: percentile(
        query.answers.map(({ ms }) => ms),
        50,
      ),
      queryP99Ms: percentile(
        query.answers.map(({ ms }) => ms),
        99,
      ),
      queriesPerSecond: queries / query.seconds,
      admissionP50Ms: percentile(
        admission.answers.map(({ ms }) => ms),
        50,
      ),
      admissionP99Ms: percentile(
        admission.answers.map(({ ms }) => ms),
        99,
      ),
    });
  }
  const figure = (name: keyof HttpFigures) => Math.round(median(measured.map((run) => run[name])) * 100) / 100;
  return {
    single: Math.round(figure("single")),
    singleP99Ms: figure("singleP99Ms"),
    bulk: Math.round(figure("bulk")),
    bulkP99Ms: figure("bulkP99Ms"),
    queryP50Ms: figure("queryP50Ms"),
    queryP99Ms: figure("queryP99Ms"),
    queriesPerSecond: Math.round(figure("queriesPerSecond")),
    admissionP50Ms: figure("admissionP50Ms"),
    admissionP99Ms: figure("admissionP99Ms"),
  };
}

/** Vouchers of the channels in turn, each higher than its channel's last. */
function voucherSource(channels: readonly BenchChannel[]): (count: number) => string[] {
  let given = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const channel = channels[given % channels.length] as BenchChannel;
      const cumulative = BigInt(Math.floor(given / channels.length) + 1);
      given += 1;
      return channel.sign(cumulative);
    });
}

function vouchersOneByOne(next: (count: number) => string[], count: number): Buffer[] {
  return next(count).map((voucher) => requestBytes("POST", "/v1/vouchers", voucher));
}

/** A figure counts only if everything was taken. */
function all200(load: Load): Load {
  const refused = load.answers.find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`The relayer answered ${refused.status}: ${refused.body.slice(0, 500)}`);
  return load;
}
