import type { Command } from "commander";
import { parametersAbi } from "../../../sdk/abi/parameters.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { guardianCalls, type PausableAction, pausableActions } from "../../../sdk/governance-calls.ts";
import { answer } from "../../answer.ts";
import type { Context } from "../../context.ts";
import { readSetting } from "../../governance/settings-on-chain.ts";
import { duration, time } from "../../output/format.ts";
import { type Fact, factsText } from "../../output/layout.ts";
import type { Report } from "../../output/report.ts";
import { runPlan } from "../../transact/run-plan.ts";

export function addGuardian(group: Command): void {
  const guardian = group.command("guardian").summary("the bounded pause of deposits and openings; exits never pause");
  guardian
    .command("status", { isDefault: true })
    .summary("who it is, and what is paused until when")
    .action(answer([], (context) => status(context)));
  for (const name of ["pause", "unpause"] as const) {
    guardian
      .command(name)
      .summary(name === "pause" ? "stop one action for a bounded time" : "end a pause early")
      .argument("<action>", pausableActions.join(", "))
      .action(answer(["calldata"], (context, [action]: [string]) => change(context, name, action)));
  }
}

async function status(context: Context): Promise<Report> {
  const { client, deployment } = context;
  const at = { address: deployment.contracts.Parameters, abi: parametersAbi } as const;
  const [guardian, { timestamp: now }] = await Promise.all([
    client.readContract({ ...at, functionName: "guardian" }),
    client.getBlock(),
  ]);
  const until = await Promise.all(
    pausableActions.map((_, index) => client.readContract({ ...at, functionName: "pausedUntil", args: [index] })),
  );
  const actions = pausableActions.map((action, i) => ({ action, pausedUntil: until[i] ?? 0n }));
  const facts: Fact[] = [
    ["guardian", guardian],
    ...actions.map(({ action, pausedUntil }): Fact => {
      return [action, pausedUntil > now ? `paused until ${time(pausedUntil)}` : "not paused"];
    }),
  ];
  return { json: { guardian, actions, now }, text: factsText(facts) };
}

async function change(context: Context, name: "pause" | "unpause", text: string): Promise<Report> {
  const { deployment } = context;
  const action = parseAction(text);
  const [lasts, rest] = await Promise.all([
    readSetting(context, "pauseSeconds"),
    readSetting(context, "pauseRestSeconds"),
  ]);
  const facts: Fact[] =
    name === "pause"
      ? [["lasts", `${duration(lasts.value)}, and then ${action} cannot be paused for ${duration(rest.value)}`]]
      : [["rest", "until the action can be paused again is not shortened"]];
  return runPlan(context, {
    facts,
    json: { action },
    steps: [{ what: `${name} ${action}`, call: guardianCalls[name](deployment.contracts.Parameters, action) }],
  });
}

function parseAction(text: string): PausableAction {
  const found = pausableActions.find((each) => each === text);
  if (found !== undefined) return found;
  throw new MillraceError("This cannot be paused.", {
    code: "bad-action",
    found: text,
    expected: pausableActions.join(", "),
  });
}
