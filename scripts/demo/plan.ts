import { between, type Random, randomOf } from "./random.ts";
import { priceUp, type Tariff } from "./tariff.ts";
import type { InferenceRequest } from "./trace.ts";

/** How a channel of the demo ends. */
export type Ending = "payer" | "operator" | "both";

export type PlannedChannel = {
  /** Number of the buyer and of the operator. */
  readonly buyer: number;
  readonly operator: number;
  /** The prices of all requests that go through it. */
  readonly price: bigint;
  /** What it is opened with; below `price` for those that are topped up on the way. */
  readonly deposit: bigint;
  /** What is added when the deposit does not cover the next request; the rest is refunded. */
  readonly topUp: bigint;
  readonly ending: Ending;
};

export type PlannedRequest = {
  /** Index of the channel. */
  readonly channel: number;
  readonly price: bigint;
};

/** The whole market before it is played. The same trace and seed give the same plan. */
export type Plan = {
  readonly buyers: number;
  readonly tariffs: readonly Tariff[];
  readonly channels: readonly PlannedChannel[];
  readonly requests: readonly PlannedRequest[];
};

const operatorCount = 4;
const endings: readonly Ending[] = ["payer", "operator", "both"];

/** Who asks whom for what, at which price, through which channel. Pure. */
export function planMarket(trace: readonly InferenceRequest[], seed: string): Plan {
  const random = randomOf(seed, "market");
  const buyers = Math.min(40, Math.max(4, Math.ceil(trace.length / 25)));
  const tariffs = Array.from({ length: operatorCount }, () => drawTariff(random));

  const indexOf = new Map<string, number>();
  const pairs: { buyer: number; operator: number; price: bigint }[] = [];
  const requests = trace.map((request): PlannedRequest => {
    // Squared, so that some buyers ask a lot and some a little.
    const buyer = Math.floor(buyers * random() ** 2);
    const operator = between(random, 0, operatorCount - 1);
    const price = priceUp(tariffs[operator] as Tariff, request);
    const key = `${buyer}/${operator}`;
    let channel = indexOf.get(key);
    if (channel === undefined) {
      channel = pairs.push({ buyer, operator, price: 0n }) - 1;
      indexOf.set(key, channel);
    }
    (pairs[channel] as { price: bigint }).price += price;
    return { channel, price };
  });
  return { buyers, tariffs, requests, channels: pairs.map((pair, index) => fund(pair, index, random)) };
}

/** 0.40 to 0.60 per million tokens read, three times that per million written, at six decimals. */
function drawTariff(random: Random): Tariff {
  const perMillionContext = BigInt(between(random, 400_000, 600_000));
  return { perMillionContext, perMillionGenerated: 3n * perMillionContext };
}

/** Every fourth channel starts with about half of what it needs; the others with some to spare. */
function fund(
  pair: Pick<PlannedChannel, "buyer" | "operator" | "price">,
  index: number,
  random: Random,
): PlannedChannel {
  const percent = BigInt(index % 4 === 0 ? between(random, 40, 60) : between(random, 115, 140));
  const deposit = (pair.price * percent) / 100n + 1n;
  return { ...pair, deposit, topUp: pair.price, ending: endings[index % endings.length] as Ending };
}
