import { contractsOf } from "../../sdk/contracts.ts";
import { readSettings } from "../../sdk/setting.ts";
import type { Context } from "../context.ts";
import { unknownClass } from "../gpu-class.ts";
import type { CalculatorSettings } from "./calculation.ts";
import { readTierRules } from "./standing.ts";

/** @throws MillraceError `class-unknown` */
export async function readCalculatorSettings(context: Context, classId: number): Promise<CalculatorSettings> {
  const { client, deployment } = context;
  const { nodes } = contractsOf(deployment);
  const [terms, rules, faults, settings, lower] = await Promise.all([
    client.readContract({ ...nodes, functionName: "class", args: [classId] }),
    readTierRules(context),
    readSettings(client, deployment, ["wrongResultBps", "wrongHardwareBps", "doubleSoldBps", "dataMisuseBps"]),
    readSettings(client, deployment, [
      ...([
        "protocolFeeBps",
        "stakeValueCents",
        "newcomerUnits",
        "maxDelegationRatio",
        "delegatedSlashCapBps",
      ] as const),
      ...(["noShowBps", "abandonFloorBps", "outageCompensation1Bps", "outageCompensation2Bps"] as const),
      "outageCompensation3Bps",
    ]),
    readSettings(client, deployment, [
      ...(["marketSubsidyBps", "stakeDiscount1Mill", "stakeDiscount1Bps", "stakeDiscount2Mill"] as const),
      ...(["stakeDiscount2Bps", "stakeDiscount3Mill", "stakeDiscount3Bps"] as const),
    ]),
  ]);
  if (!terms.exists) throw await unknownClass(context, String(classId));
  const { requiredStakePerUnit, leastBondPerUnit, subsidyBps } = terms;
  return {
    ...{ requiredStakePerUnit, leastBondPerUnit, rules, settings },
    subsidyBps: max(BigInt(subsidyBps), lower.marketSubsidyBps),
    discounts: [
      { from: lower.stakeDiscount1Mill, discountBps: lower.stakeDiscount1Bps },
      { from: lower.stakeDiscount2Mill, discountBps: lower.stakeDiscount2Bps },
      { from: lower.stakeDiscount3Mill, discountBps: lower.stakeDiscount3Bps },
    ],
    faultBps: {
      wrongResult: faults.wrongResultBps,
      wrongHardware: faults.wrongHardwareBps,
      doubleSold: faults.doubleSoldBps,
      dataMisuse: faults.dataMisuseBps,
    },
  };
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
