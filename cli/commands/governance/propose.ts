import type { Command } from "commander";
import type { Call } from "../../../sdk/call.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { governorCalls, setSetting } from "../../../sdk/governance-calls.ts";
import { boundTo, governanceOf, proposalIdOf, proposalOf } from "../../../sdk/proposal.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { explain } from "../../errors/explain.ts";
import { checkSetting } from "../../governance/check-setting.ts";
import { callText, decodeCall } from "../../governance/decode.ts";
import { type Effect, effectsOf } from "../../governance/effects.ts";
import { parseCall } from "../../governance/parse-call.ts";
import { pendingChanges } from "../../governance/pending.ts";
import { checkNew, checkPower, readTiming } from "../../governance/proposing.ts";
import { parseValue, readSetting, settingId } from "../../governance/settings-on-chain.ts";
import { time } from "../../output/format.ts";
import type { Fact } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

type ProposeOptions = {
  readonly set: readonly string[];
  readonly call: readonly string[];
  readonly description: string;
  readonly asOfExecution?: boolean;
  readonly unbound?: boolean;
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function addPropose(group: Command): void {
  group
    .command("propose")
    .summary("propose changes; what the contracts would refuse is refused here, with the reason")
    .requiredOption("--description <text>", "what it does and why; kept on chain")
    .option("--set <name=value>", 'a setting, like "protocolFeeBps=3 %"; may be repeated', collect, [])
    .option("--call <call>", 'another governed call, like "Parameters.setPaymentToken(0x…, true)"', collect, [])
    .option("--as-of-execution", "let pass what is too soon now but not when it can be executed at the earliest")
    .option("--unbound", "leave out the suffix that keeps others from making and cancelling this proposal")
    .action(answer(["calldata"], (context, _: [], options: ProposeOptions) => propose(context, options)));
}

async function propose(context: Context, options: ProposeOptions): Promise<Report> {
  const { deployment, self } = context;
  const { governor } = governanceOf(deployment);
  const timing = await readTiming(context);
  const calls = [...(await settingCalls(context, options, timing.executable)), ...(await otherCalls(context, options))];
  if (calls.length === 0) {
    throw new MillraceError("The proposal would do nothing.", {
      code: "nothing-to-do",
      next: "Say what it changes with --set or --call.",
    });
  }
  await checkPower(context);
  const description = options.unbound === true ? options.description : boundTo(self(), options.description);
  const proposal = proposalOf(calls, description);
  const id = proposalIdOf(proposal);
  await checkNew(context, id);
  const decoded = calls.map(({ to, data }) => decodeCall(deployment, to, data));
  const effects = (await Promise.all(decoded.map((call) => effectsOf(context, call)))).flat();
  return runPlan(context, {
    facts: [
      ["proposal", String(id)],
      ...decoded.map((call): Fact => ["calls", callText(call)]),
      ...effects.map(({ what, before, after }: Effect): Fact => ["changes", `${what}: ${before} → ${after}`]),
      ["voting", `from ${time(timing.start)} to ${time(timing.end)}, longer after a late quorum`],
      ["executable", `from ${time(timing.executable)} at the earliest`],
      ...(await overlaps(context, effects)),
    ],
    json: { id, description, calls: decoded.map(callText), effects },
    steps: [{ what: "propose", call: governorCalls.propose(governor, proposal) }],
    next: `Proposal ${id}\nNext: millrace governance show ${String(id).slice(0, 8)}`,
  });
}

/** The calls of `--set`, each of which the contract would take. */
async function settingCalls(context: Context, options: ProposeOptions, executable: bigint): Promise<Call[]> {
  const calls: Call[] = [];
  for (const text of options.set) {
    const [, name, value] = /^(\w+)\s*=\s*(.+)$/s.exec(text.trim()) ?? [];
    if (name === undefined || value === undefined) {
      throw new MillraceError("--set does not name a setting and its value.", {
        code: "bad-setting-change",
        found: text,
        expected: 'NAME=VALUE, like "protocolFeeBps=3 %"',
      });
    }
    const setting = await readSetting(context, name);
    const newValue = parseValue(setting, value.trim());
    await checkSetting(context, setting, newValue, options.asOfExecution === true ? executable : undefined);
    calls.push(setSetting(context.deployment.contracts.Parameters, settingId(setting.id), newValue));
  }
  return calls;
}

/** The calls of `--call`, each of which the contracts would take from the timelock as things are. */
async function otherCalls({ client, deployment }: Context, { call }: ProposeOptions): Promise<Call[]> {
  const { timelock } = governanceOf(deployment);
  const calls = call.map((text) => parseCall(deployment, text));
  for (const { to, data } of calls) {
    // Those of the governor itself are only taken while a proposal is executed.
    if (to === deployment.contracts.MillGovernor) continue;
    await client.call({ account: timelock, to, data }).catch((error: unknown) => {
      throw explain(error);
    });
  }
  return calls;
}

/** Other proposals that change the same settings: whichever comes second may come too soon. */
async function overlaps(context: Context, effects: readonly Effect[]): Promise<Fact[]> {
  const pending = await pendingChanges(context);
  return pending
    .filter(({ setting }) => effects.some(({ what }) => what === `setting ${setting}`))
    .map(({ setting, proposalId }) => ["beware", `proposal ${proposalId} changes ${setting}, too`]);
}
