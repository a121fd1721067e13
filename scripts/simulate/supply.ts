import { emissionsAbi } from "../../sdk/abi/emissions.ts";
import { millTokenAbi } from "../../sdk/abi/mill-token.ts";
import type { Stage } from "./stage.ts";

/** MILL's smallest unit. */
export type Supply = {
  readonly genesis: bigint;
  readonly minted: bigint;
  readonly burned: bigint;
  readonly total: bigint;
  /** The most that the schedule lets be minted until now, recomputed here epoch by epoch. */
  readonly scheduled: bigint;
};

const EPOCH = 86_400n;
const ONE = 10n ** 18n;

export async function readSupply(stage: Stage, genesis: bigint): Promise<Supply> {
  const { client, at, chain } = stage;
  const emissions = { address: at("Emissions"), abi: emissionsAbi } as const;
  const mill = { address: at("MillToken"), abi: millTokenAbi } as const;
  const [firstEpoch, firstEmission, decay] = await client.readContract({ ...emissions, functionName: "schedule" });
  const minted = await client.readContract({ ...emissions, functionName: "minted" });
  const total = await client.readContract({ ...mill, functionName: "totalSupply" });
  const burns = await client.getContractEvents({
    ...{ ...mill, eventName: "Transfer", args: { to: "0x0000000000000000000000000000000000000000" }, fromBlock: 0n },
  });
  const burned = burns.reduce((sum, { args }) => sum + (args.value ?? 0n), 0n);
  let scheduled = 0n;
  let emission = firstEmission;
  for (let epoch = firstEpoch; epoch <= BigInt(await chain.now()) / EPOCH; epoch++) {
    scheduled += emission;
    emission -= (emission * decay) / ONE;
  }
  return { genesis, minted, burned, total, scheduled };
}
