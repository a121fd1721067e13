import type { Command } from "commander";
import { answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { checks, type Finding, runCheck } from "../doctor.ts";
import { exitCodes } from "../errors/exit-codes.ts";
import type { Report } from "../output/report.ts";

const marks: Readonly<Record<Finding["state"], string>> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("check everything that has to be right before money moves")
    .action(answer([], (context) => doctor(context)));
}

async function doctor(context: Context): Promise<Report> {
  const findings: (Finding & { readonly name: string })[] = [];
  for (const check of checks) findings.push({ name: check.name, ...(await runCheck(context, check)) });
  const failed = findings.filter(({ state }) => state === "fail").length;
  if (failed > 0) process.exitCode = exitCodes.failed;
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(({ name, state, found, next }) => {
    const line = `  ${marks[state]}  ${name.padEnd(width)}  ${found}`;
    return state === "ok" || next === undefined ? line : `${line}\n${" ".repeat(width + 10)}${next}`;
  });
  const verdict = failed === 0 ? "Everything that matters is right." : `${failed} of ${findings.length} checks failed.`;
  return { json: { isHealthy: failed === 0, checks: findings }, text: `${lines.join("\n")}\n\n${verdict}` };
}
