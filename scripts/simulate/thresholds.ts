import { stringToHex } from "viem";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { USD } from "./economy.ts";
import type { Stage } from "./stage.ts";

/** What the chain's settings ask for. */
export type Thresholds = {
  /** Value served in all that the top tier asks of so many GPUs, in the payment token's smallest unit. */
  readonly servedForTop: (classId: number, gpus: number) => bigint;
};

export async function readThresholds(stage: Stage): Promise<Thresholds> {
  const value = (id: string) =>
    stage.client.readContract({
      ...{ address: stage.at("Parameters"), abi: parametersAbi, functionName: "value" },
      args: [stringToHex(id, { size: 32 })],
    });
  const [cents, times] = await Promise.all([value("gpuValueCents"), value("tier3ServedTimes")]);
  return { servedForTop: (_classId, gpus) => (cents * USD * BigInt(gpus) * times) / 100n };
}
