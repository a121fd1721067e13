import { BaseError, ContractFunctionRevertedError } from "viem";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { MillraceError } from "../../sdk/error.ts";
import type { Context } from "../context.ts";
import { explain } from "../errors/explain.ts";
import { duration, time } from "../output/format.ts";
import { asciiOf } from "./decode.ts";
import { type SettingOnChain, settingId, settingText } from "./settings-on-chain.ts";

/**
 * Ask the contract whether it would take a value.
 * @param executableFrom timestamp (s) from which a change that is too soon now is let pass; undefined: none is
 * @throws MillraceError `change-refused` with bounds, step, time or relation
 */
export async function checkSetting(
  context: Context,
  setting: SettingOnChain,
  value: bigint,
  executableFrom?: bigint,
): Promise<void> {
  const { client, deployment } = context;
  const at = { address: deployment.contracts.Parameters, abi: parametersAbi } as const;
  try {
    await client.readContract({ ...at, functionName: "check", args: [settingId(setting.id), value] });
  } catch (error) {
    const revert = error instanceof BaseError ? error.walk((e) => e instanceof ContractFunctionRevertedError) : null;
    if (!(revert instanceof ContractFunctionRevertedError) || revert.data === undefined) throw explain(error);
    const { errorName } = revert.data;
    const isLate = executableFrom !== undefined && executableFrom >= setting.changeableFrom;
    if (errorName === "SettingChangedTooSoon" && isLate) return;
    throw refusal(setting, value, errorName, await relationText(context, revert.data.args), error);
  }
}

function refusal(s: SettingOnChain, value: bigint, error: string, relation: string, cause: unknown): MillraceError {
  const change = `${s.id} from ${settingText(s, s.value)} to ${settingText(s, value)}`;
  const expectations: Readonly<Record<string, { expected: string; next?: string }>> = {
    SettingOutOfBounds: { expected: `from ${settingText(s, s.minimum)} to ${settingText(s, s.maximum)}, for ever` },
    SettingStepTooLarge: {
      expected: `a change by at most ${settingText(s, s.maxStep)}`,
      next: `Go in several steps, at least ${duration(s.minIntervalSeconds)} apart.`,
    },
    SettingChangedTooSoon: {
      expected: `not before ${time(s.changeableFrom)}: it was changed at ${time(s.changedAt)}`,
      next: "Wait, or add --as-of-execution to propose what can be executed by then.",
    },
    SettingUnchanged: { expected: "another value than the one in force" },
    RelationBroken: { expected: relation },
  };
  const { expected = "a value that the contract takes", next } = expectations[error] ?? {};
  return new MillraceError(`The contract would refuse this change: ${error}.`, {
    code: "change-refused",
    found: change,
    expected,
    next,
    cause,
  });
}

/** The relation that an error names by its number, in words. */
async function relationText({ client, deployment }: Context, args: readonly unknown[] | undefined): Promise<string> {
  const index = args?.[0];
  if (typeof index !== "bigint") return "";
  const at = { address: deployment.contracts.Parameters, abi: parametersAbi } as const;
  const relation = (await client.readContract({ ...at, functionName: "relations" }))[Number(index)];
  if (relation === undefined) return "";
  const sum = relation.summands.map((id) => asciiOf(id) ?? id).join(" + ");
  return `${asciiOf(relation.greater) ?? relation.greater} ${relation.strict ? ">" : "≥"} ${sum}`;
}
