import type { Command } from "commander";
import { zeroAddress } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import { escrowCalls } from "../../sdk/escrow-calls.ts";
import type { RelayerTerms } from "../../sdk/escrow-reader.ts";
import { answer } from "../answer.ts";
import { type Context, parseAddress } from "../context.ts";
import { percent, time } from "../output/format.ts";
import { type Fact, factsText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { runPlan } from "../transact/run-plan.ts";

export function addTerms(program: Command): void {
  const terms = program.command("terms").summary("who carries an operator's vouchers, and where its earnings go");
  terms
    .command("show", { isDefault: true })
    .summary("the terms in force and those to come")
    .argument("[operator]", "an address (default: this account)")
    .action(answer([], (context, [operator]: [string | undefined]) => show(context, operator)));
  terms
    .command("relayer")
    .summary("name the relayer of your vouchers and its fee; in force after the notice period")
    .argument("<relayer>", "an address, or none")
    .argument("[fee]", "basis points of what is left after the protocol fee: 50 is 0.5 %", "0")
    .action(answer(["calldata"], (context, args: [string, string]) => nameRelayer(context, args)));
  terms
    .command("beneficiary")
    .summary("name where your earnings go; from then on only the beneficiary can change it")
    .argument("<beneficiary>", "an address")
    .option("--operator <address>", "whose earnings, if this key is the beneficiary (default: this account)")
    .action(
      answer(["calldata"], (context, [to]: [string], { operator }: { operator?: string }) =>
        nameBeneficiary(context, to, operator),
      ),
    );
}

async function show(context: Context, who: string | undefined): Promise<Report> {
  const { token, reader, self } = context;
  const operator = who === undefined ? self() : parseAddress(who, "The operator");
  const [{ current, next, effectiveAt }, beneficiary] = await Promise.all([
    reader.relayerTerms(operator, token.address),
    reader.beneficiaryOf(operator, token.address),
  ]);
  const facts: Fact[] = [
    ["operator", operator],
    ["relayer", inWords(current)],
    ...(effectiveAt === 0n ? [] : [[`from ${time(effectiveAt)}`, inWords(next)] as const]),
    ["earnings go to", beneficiary === operator ? "the operator" : beneficiary],
  ];
  return { json: { operator, token: token.address, current, next, effectiveAt, beneficiary }, text: factsText(facts) };
}

function inWords({ relayer, feeBps }: RelayerTerms): string {
  return relayer === zeroAddress ? "none; anyone may settle, for nothing" : `${relayer} for ${percent(feeBps)}`;
}

async function nameRelayer(context: Context, [who, fee]: [string, string]): Promise<Report> {
  const { token, escrow } = context;
  const relayer = who === "none" ? zeroAddress : parseAddress(who, "The relayer");
  if (!/^\d{1,5}$/.test(fee)) {
    throw new MillraceError("The fee is not in basis points.", {
      code: "bad-fee",
      found: fee,
      expected: "like 50 for 0.5 %",
    });
  }
  const feeBps = BigInt(fee);
  const what = `name the relayer: ${inWords({ relayer, feeBps })}`;
  return runPlan(context, {
    facts: [["in force", "after the notice period; until then the terms stay as they are"]],
    json: { relayer, feeBps },
    steps: [{ what, call: escrowCalls.setRelayer(escrow, token.address, relayer, feeBps) }],
    next: "See when with `millrace terms`.",
  });
}

async function nameBeneficiary(context: Context, to: string, of: string | undefined): Promise<Report> {
  const { token, escrow, self } = context;
  const beneficiary = parseAddress(to, "The beneficiary");
  const operator = of === undefined ? self() : parseAddress(of, "--operator");
  return runPlan(context, {
    facts: [["from then on", "only the beneficiary can change it, so a stolen operator key cannot redirect earnings"]],
    json: { operator, beneficiary },
    steps: [
      {
        what: `send earnings of ${operator} to ${beneficiary}`,
        call: escrowCalls.setBeneficiary(escrow, operator, token.address, beneficiary),
      },
    ],
  });
}
