import { stringToHex } from "viem";
import { feeAuctionAbi } from "../../sdk/abi/fee-auction.ts";
import { millTokenAbi } from "../../sdk/abi/mill-token.ts";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { requiredStake, USD } from "./economy.ts";
import { priceLimit } from "./price-limit.ts";
import type { Stage } from "./stage.ts";

/** What the chain's settings ask for, as they are before the first day. */
export type Thresholds = {
  /** Value served in all that the top tier asks of so many GPUs, in the payment token's smallest unit. */
  readonly servedForTop: (classId: number, gpus: number) => bigint;
  /** From which the price of a lot falls, MILL's smallest unit per whole token. */
  readonly startPrice: bigint;
  readonly halfLifeSeconds: number;
  /** MILL there is before the first epoch, smallest unit. */
  readonly genesis: bigint;
  /** See {@link priceLimit}. */
  readonly priceLimit: number;
};

export async function readThresholds(stage: Stage): Promise<Thresholds> {
  const { client, at, usd } = stage;
  const value = async (id: string) =>
    Number(
      await client.readContract({
        ...{ address: at("Parameters"), abi: parametersAbi, functionName: "value" },
        args: [stringToHex(id, { size: 32 })],
      }),
    );
  const auction = { address: at("FeeAuction"), abi: feeAuctionAbi } as const;
  const { startPrice } = await client.readContract({ ...auction, functionName: "tokenTerms", args: [usd.address] });
  const genesis = await client.readContract({
    ...{ address: at("MillToken"), abi: millTokenAbi, functionName: "totalSupply" },
  });
  const cents = BigInt(await value("stakeValueCents"));
  const times = BigInt(await value("tier3ServedTimes"));
  return {
    // Cents per 1,000 MILL, and so much per MILL's smallest unit.
    servedForTop: (classId, gpus) => (requiredStake(classId, gpus) * cents * times * USD) / (100_000n * 10n ** 18n),
    startPrice,
    halfLifeSeconds: await value("auctionHalfLifeSeconds"),
    genesis,
    priceLimit: await priceLimit(value),
  };
}
