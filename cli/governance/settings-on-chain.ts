import { type Hex, stringToHex } from "viem";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { settings } from "../../sdk/abi/settings.ts";
import { MillraceError } from "../../sdk/error.ts";
import { type BaseUnit, formatQuantity, parseQuantity } from "../../sdk/quantity.ts";
import type { Context } from "../context.ts";

/** A setting as it is on chain; numbers in `unit`. */
export type SettingOnChain = {
  readonly id: string;
  readonly meaning: string;
  readonly unit: BaseUnit;
  readonly value: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
  readonly maxStep: bigint;
  /** Timestamps, s; the first is 0 if it was never changed. */
  readonly changedAt: bigint;
  readonly changeableFrom: bigint;
  readonly minIntervalSeconds: bigint;
};

/** One setting. @throws MillraceError `setting-unknown` */
export async function readSetting({ client, deployment }: Context, name: string): Promise<SettingOnChain> {
  const known = settings.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw unknown(name);
  const { id, meaning, unit } = known;
  const found = await client.readContract({
    address: deployment.contracts.Parameters,
    abi: parametersAbi,
    functionName: "setting",
    args: [settingId(id)],
  });
  if (!found.defined) throw unknown(name);
  const { value, minimum, maximum, maxStep } = found;
  const [changedAt, minIntervalSeconds] = [BigInt(found.changedAt), BigInt(found.minIntervalSeconds)];
  const changeableFrom = changedAt === 0n ? 0n : changedAt + minIntervalSeconds;
  return { id, meaning, unit, value, minimum, maximum, maxStep, changedAt, changeableFrom, minIntervalSeconds };
}

/** All settings in the order of the deployment's table. */
export function readSettings(context: Context): Promise<SettingOnChain[]> {
  return Promise.all(settings.map(({ id }) => readSetting(context, id)));
}

/** A setting's name as the contract knows it. */
export function settingId(name: string): Hex {
  return stringToHex(name, { size: 32 });
}

/** "3 %" of a setting that counts in basis points. @throws MillraceError `bad-quantity` */
export function parseValue({ unit }: SettingOnChain, text: string): bigint {
  return /^\d+$/.test(text) ? BigInt(text) : parseQuantity(text, unit);
}

export function settingText({ unit }: SettingOnChain, amount: bigint): string {
  return formatQuantity(amount, unit);
}

function unknown(found: string): MillraceError {
  return new MillraceError("There is no such setting.", {
    code: "setting-unknown",
    found,
    next: "List them with `millrace governance parameters`.",
  });
}
