import { decodeBytes32String, encodeBytes32String } from "ethers";
import { SETTING_RELATIONS, SETTINGS, type Setting } from "../../deploy/parameters/settings.ts";
import { formatQuantity, parseQuantity } from "../../sdk/quantity.ts";
import { type Parameters, Parameters__factory } from "../../typechain-types/index.ts";
import { inParallel } from "../parallel.ts";
import type { ChainAt } from "./chain.ts";
import { compare, type Disagreement } from "./disagreement.ts";

/** A setting as it is in force. Numbers are in `unit`; the text beside is for people. */
export type InspectedSetting = {
  readonly id: string;
  readonly meaning: string;
  readonly unit: string;
  readonly value: bigint;
  readonly text: string;
  readonly default: string;
  readonly isDefault: boolean;
  readonly minimum: string;
  readonly maximum: string;
  readonly maxStep: string;
  readonly minInterval: string;
  /** When governance changed it last, seconds since 1970; 0 for never. */
  readonly changedAtSeconds: number;
};

export type Pause = { readonly action: string; readonly untilSeconds: number };

const ACTIONS = ["Deposit", "OpenChannel", "OpenLease"] as const;
const WIDTH = 8;

/** Every setting with its bounds, the guardian, and what is paused. Values are governance's; bounds and relations aren't. */
export async function inspectParameters({ runner }: ChainAt, address: string) {
  const parameters = Parameters__factory.connect(address, runner);
  const ids = (await parameters.ids()).map(decodeBytes32String);
  const known = SETTINGS.filter(({ id }) => ids.includes(id));
  const inspected = await inParallel(known, WIDTH, (setting) => inspectSetting(parameters, setting));
  const pauses = await inParallel(ACTIONS, WIDTH, async (action, index): Promise<Pause> => {
    return { action, untilSeconds: Number(await parameters.pausedUntil(index)) };
  });
  const table = SETTINGS.map(({ id }) => id);
  return {
    guardian: await parameters.guardian(),
    paymentTokens: [...(await parameters.paymentTokens())],
    pauses,
    settings: inspected.map(({ setting }) => setting),
    disagreements: [
      ...compare("Parameters", "settings", [...ids].sort().join(", "), table.sort().join(", ")),
      ...inspected.flatMap(({ disagreements }) => disagreements),
      ...compare("Parameters", "relations", relationsText(await parameters.relations()), relationsText(OURS)),
    ],
  };
}

async function inspectSetting(parameters: Parameters, setting: Setting) {
  const { id, unit, meaning } = setting;
  const found = await parameters.setting(encodeBytes32String(id));
  const text = (amount: bigint) => formatQuantity(amount, unit);
  const normal = (quantity: string) => text(parseQuantity(quantity, unit));
  const seconds = (quantity: string) => formatQuantity(parseQuantity(quantity, "seconds"), "seconds");
  const inspected: InspectedSetting = {
    ...{ id, meaning, unit, value: found.value, text: text(found.value), default: normal(setting.default) },
    isDefault: found.value === parseQuantity(setting.default, unit),
    minimum: text(found.minimum),
    maximum: text(found.maximum),
    maxStep: text(found.maxStep),
    minInterval: formatQuantity(found.minIntervalSeconds, "seconds"),
    changedAtSeconds: Number(found.changedAt),
  };
  const disagreements: Disagreement[] = [
    ...compare("Parameters", `${id}: minimum`, inspected.minimum, normal(setting.minimum)),
    ...compare("Parameters", `${id}: maximum`, inspected.maximum, normal(setting.maximum)),
    ...compare("Parameters", `${id}: largest step`, inspected.maxStep, normal(setting.maxStep)),
    ...compare("Parameters", `${id}: least interval`, inspected.minInterval, seconds(setting.minInterval)),
  ];
  return { setting: inspected, disagreements };
}

const OURS = SETTING_RELATIONS.map(({ greater, summands, strict }) => ({
  greater: encodeBytes32String(greater),
  summands: summands.map((id) => encodeBytes32String(id)),
  strict,
}));

function relationsText(
  relations: readonly { greater: string; summands: readonly string[]; strict: boolean }[],
): string {
  const name = decodeBytes32String;
  return relations
    .map(({ greater, summands, strict }) => `${name(greater)} ${strict ? ">" : "≥"} ${summands.map(name).join(" + ")}`)
    .join("; ");
}
