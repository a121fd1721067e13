import type { Command } from "commander";
import { parseAmount } from "../../../sdk/amount.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { gpuClassName, gpuClassNames, unitsPerGpu } from "../../../sdk/gpu-class.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { parseClass } from "../../gpu-class.ts";
import { mill } from "../../mill.ts";
import { type Calculation, calculate } from "../../operator/calculation.ts";
import { readCalculatorSettings } from "../../operator/calculator-settings.ts";
import { value } from "../../operator/next-tier.ts";
import { sectionsText } from "../../operator/sections.ts";
import { duration, money, percent } from "../../output/format.ts";
import type { Report } from "../../output/report.ts";
import { parseWhole } from "../../parse-number.ts";
import { parsePercent } from "../../parse-percent.ts";

type CalculatorOptions = {
  readonly class: string;
  readonly gpus?: string;
  readonly units?: string;
  readonly price: string;
  readonly utilisation: string;
  readonly stake?: string;
  readonly delegated: string;
};

const classes = `
Classes: ${Object.entries(gpuClassNames)
  .map(([id, name]) => `${id} ${name}`)
  .join(", ")}. Everything is computed from the chain's settings of now; nothing is sent.`;

export function addCalculator(operator: Command): void {
  operator
    .command("calculator")
    .summary("how much stake it takes, what it can bring, and what you can lose")
    .requiredOption("--class <class>", "number or name of the class of GPU")
    .option("--gpus <number>", "how many (default: 1)")
    .option("--units <number>", "instead: thousandths of a GPU")
    .option("--price <amount>", "per GPU and hour, whole payment tokens", "1")
    .option("--utilisation <percent>", "share of the time that it is leased", "50")
    .option("--stake <amount>", "own stake, whole MILL (default: enough to lease all at once)")
    .option("--delegated <amount>", "stake of delegators, whole MILL", "0")
    .addHelpText("after", classes)
    .action(answer([], (context, _, options: CalculatorOptions) => calculator(context, options)));
}

async function calculator(context: Context, options: CalculatorOptions): Promise<Report> {
  const { client, deployment, token } = context;
  const units = unitsOf(options);
  const classId = await parseClass(context, options.class);
  const [settings, tokenWeight] = await Promise.all([
    readCalculatorSettings(context, classId),
    client.readContract({ ...contractsOf(deployment).quality, functionName: "tokenWeight", args: [token.address] }),
  ]);
  const result = calculate(settings, {
    units,
    pricePerUnitHour: parseAmount(options.price, token.decimals) / unitsPerGpu,
    utilisationBps: BigInt(parsePercent(options.utilisation, "--utilisation")),
    own: options.stake === undefined ? undefined : parseAmount(options.stake, 18),
    delegated: parseAmount(options.delegated, 18),
    tokenWeight,
  });
  return {
    json: { classId, units, token: token.address, ...result },
    text: resultText(context, classId, units, result),
  };
}

/** @throws MillraceError `bad-number` */
function unitsOf({ gpus, units }: CalculatorOptions): bigint {
  if (gpus !== undefined && units !== undefined) {
    throw new MillraceError("How much is it?", {
      code: "bad-number",
      found: "--gpus and --units",
      expected: "one of them",
    });
  }
  if (units !== undefined) return parseWhole(units, "--units", { least: 1 });
  return parseWhole(gpus ?? "1", "--gpus", { least: 1, bits: 20 }) * unitsPerGpu;
}

function resultText({ token }: Context, classId: number, units: bigint, result: Calculation): string {
  const { perDay, tiers, faults, failures } = result;
  return sectionsText([
    [
      `${gpuClassName(classId)}, ${units} units (${Number(units) / 1_000} GPUs)`,
      [
        ["required stake", mill(result.required)],
        ["least bond, all of it leased", mill(result.bond)],
        ["own stake to lease all at once", mill(result.allAtOnce)],
      ],
    ],
    [
      `With ${mill(result.own)} of own stake`,
      [
        ["effective stake", mill(result.effective)],
        ["units that can be leased at once", `${result.atOnce}; ${result.atOnceNew} while of tier 0`],
        [
          "a day brings",
          `${money(perDay.gross, token)} gross, ${money(perDay.fee, token)} fee, ${money(perDay.net, token)}`,
        ],
      ],
    ],
    [
      "Tiers",
      tiers.map((tier) => [
        `tier ${tier.tier}, rewards × ${percent(tier.multiplierBps)}`,
        `effective stake ${mill(tier.cover)}, score ${percent(tier.scoreBps)}, ${value(tier.served)} served` +
          ` (${tier.days === undefined ? "never at this plan" : `${tier.days} days at this plan`}), age ${duration(tier.ageSeconds)}`,
      ]),
    ],
    ["A lease of everything that fails costs, without a dispute", failures.map((f) => [f.failure, mill(f.costs)])],
    [
      "A dispute that is upheld takes",
      faults.map(({ kind, takes }) => [kind, `${mill(takes.own)} of own, ${mill(takes.delegated)} of delegated stake`]),
    ],
  ]);
}
