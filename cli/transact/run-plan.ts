import type { Log } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import { safeBatch } from "../../sdk/safe-batch.ts";
import type { Context } from "../context.ts";
import { explain, mayLackAllowance } from "../errors/explain.ts";
import { factsText } from "../output/layout.ts";
import type { Report } from "../output/report.ts";
import { confirm } from "./confirm.ts";
import type { Step, TransactionPlan } from "./plan.ts";
import { type SentStep, sendStep } from "./send-step.ts";

/**
 * Check a plan against the chain, show it, ask, and send it. With `--dry-run` it ends after showing, and with
 * `--output calldata` or `safe` it only prints what a wallet would sign.
 * @throws MillraceError `chain-refuses` before anything is sent, `not-confirmed`
 */
export async function runPlan(context: Context, plan: TransactionPlan): Promise<Report> {
  const { options } = context;
  if (options.output === "calldata" || options.output === "safe") return unsignedReport(context, plan.steps);

  const gas = await simulate(context, plan.steps);
  await tryBehindApprovals(context, plan.steps);
  const shown = describe(plan, gas);
  if (options.dryRun === true) {
    return { text: `${shown}\n\nNothing was sent: dry run.`, json: { dryRun: true, ...plan.json, steps: plan.steps } };
  }
  if (options.output === "pretty") console.error(`${shown}\n`);
  await confirm(options, plan.steps.length === 1 ? "Send it?" : `Send these ${plan.steps.length} transactions?`);

  const sent: SentStep[] = [];
  const said: Log[] = [];
  for (const step of plan.steps) {
    const { logs, ...done } = await sendStep(context, step);
    sent.push(done);
    said.push(...logs);
    if (options.output === "pretty") console.error(`  ${done.what}: ${done.transaction}, block ${done.block}`);
  }
  const outcome = plan.outcome?.(said);
  const text = ["Done.", outcome?.next, plan.next].filter((line) => line !== undefined).join("\n");
  return { text, json: { dryRun: false, ...plan.json, ...outcome?.json, transactions: sent } };
}

/** Let the node try the first step: the others build upon it, and are tried again when it is done. */
async function simulate({ client, self, deployment }: Context, steps: readonly Step[]): Promise<bigint> {
  const [first] = steps;
  if (first === undefined) throw new MillraceError("There is nothing to send.", { code: "nothing-to-do" });
  const { to, data } = first.call;
  const request = { account: self(), to, data, value: first.value ?? 0n };
  try {
    await client.call(request);
    return await client.estimateGas(request);
  } catch (error) {
    throw explain(error, deployment.tokens);
  }
}

/**
 * An approval is not sent for what the chain would refuse anyway: the step that it is for is tried without it, and
 * everything but the missing allowance counts.
 */
async function tryBehindApprovals({ client, self, deployment }: Context, steps: readonly Step[]): Promise<void> {
  const index = steps.findIndex(({ call }) => call.functionName !== "approve");
  const step = steps[index];
  if (index < 1 || step === undefined) return;
  const { to, data } = step.call;
  try {
    await client.call({ account: self(), to, data, value: step.value ?? 0n });
  } catch (error) {
    if (!mayLackAllowance(error)) throw explain(error, deployment.tokens);
  }
}

function describe({ facts, steps }: TransactionPlan, gas: bigint): string {
  const more = steps.length > 1 ? ", then what follows from it" : "";
  const list = steps.map(({ what, call }, index) => `  ${index + 1}. ${what}  (${call.functionName} of ${call.to})`);
  return [factsText([...facts, ["gas", `about ${gas.toLocaleString("en-US")}${more}`]]), "", ...list].join("\n");
}

function unsignedReport({ deployment }: Context, steps: readonly Step[]): Report {
  const description = steps.map(({ what }) => what).join("; ");
  const meta = { name: "Millrace", description, createdAt: Date.now() };
  const calls = steps.map(({ call }) => call);
  return {
    text: "",
    json: steps,
    calldata: steps.map(({ call, value }) => `${call.to} ${call.data}${value ? ` ${value}` : ""}`).join("\n"),
    safe: safeBatch(deployment.chainId, calls, meta),
  };
}
