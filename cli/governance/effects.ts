import type { Abi, Address, Hex } from "viem";
import { gpuClassName, unitsPerGpu } from "../../sdk/gpu-class.ts";
import type { Context } from "../context.ts";
import { mill } from "../mill.ts";
import { duration, percent } from "../output/format.ts";
import { contractNamed } from "./contracts.ts";
import { asciiOf, type DecodedCall, valueText } from "./decode.ts";
import { readSetting, settingText } from "./settings-on-chain.ts";

/** What a call would change. */
export type Effect = { readonly what: string; readonly before: string; readonly after: string };

type Known = NonNullable<DecodedCall["known"]>;
type Reader = (context: Context, known: Known) => Promise<Effect[]>;

/** The state that a call changes, as it is and as it would be; nothing for a call that is not known here. */
export async function effectsOf(context: Context, { known }: DecodedCall): Promise<Effect[]> {
  if (known === undefined) return [];
  const reader = readers[`${known.contract}.${known.functionName}`] ?? readers[`*.${known.functionName}`];
  return reader === undefined ? [] : reader(context, known);
}

async function setting(context: Context, { args: [id, value] }: Known): Promise<Effect[]> {
  const s = await readSetting(context, asciiOf(id?.value as Hex) ?? "");
  return [{ what: `setting ${s.id}`, before: settingText(s, s.value), after: settingText(s, value?.value as bigint) }];
}

/** A call whose arguments replace what a view answers; `keys` of them say which entry. */
function replaces(what: string, view: string, keys = 0, show = text): Reader {
  return async (context, { contract, args }) => {
    const asked = args.slice(0, keys).map(({ value }) => value);
    const before = await ask(context, contract, view, asked);
    const name = asked.length === 0 ? what : `${what} ${asked.join(", ")}`;
    const after = args.slice(keys).map(({ value }) => value);
    return [{ what: name, before: show(before), after: show(after.length === 1 ? after[0] : after) }];
  };
}

async function classOf(context: Context, { contract, args }: Known): Promise<Effect[]> {
  const [id, stake, bond, subsidy] = args.map(({ value }) => value);
  const now = (await ask(context, contract, "class", [id])) as Readonly<Record<string, unknown>>;
  const { exists, requiredStakePerUnit, leastBondPerUnit, subsidyBps } = now;
  const perGpu = (value: unknown) => mill(BigInt(value as bigint) * unitsPerGpu);
  const show = ([stake, bond, subsidy]: unknown[]) =>
    `required stake ${perGpu(stake)} and least bond ${perGpu(bond)} per GPU, subsidy ${percent(BigInt(subsidy as bigint))}`;
  const before = exists === true ? show([requiredStakePerUnit, leastBondPerUnit, subsidyBps]) : "none";
  return [{ what: gpuClassName(Number(id)), before, after: show([stake, bond, subsidy]) }];
}

async function quorumOf(context: Context, contract: string, view: string, { args }: Known): Promise<Effect[]> {
  const before =
    view === "attestors"
      ? [await ask(context, contract, "attestors"), await ask(context, contract, "threshold")]
      : ((await ask(context, contract, "membersOf", [await ask(context, contract, "committee")])) as unknown[]);
  const show = ([members, threshold]: readonly unknown[]) => `${threshold} of ${text(members)}`;
  return [{ what: `members of ${contract}`, before: show(before), after: show(args.map(({ value }) => value)) }];
}

const seconds = (value: unknown): string => duration(BigInt(value as bigint | number));
const members: Reader = (context, known) => quorumOf(context, known.contract, "committee", known);

const readers: Readonly<Record<string, Reader>> = {
  "Parameters.set": setting,
  "Parameters.setPaymentToken": replaces("payment token", "isPaymentToken", 1),
  "Parameters.setGuardian": replaces("guardian", "guardian"),
  "Nodes.setClass": classOf,
  "Quality.setTokenWeight": replaces("weight of token", "tokenWeight", 1),
  "Attestors.setAttestors": (context, known) => quorumOf(context, known.contract, "attestors", known),
  "Committee.setMembers": members,
  "AppealCommittee.setMembers": members,
  "Disputes.setArbitrators": replaces("arbitrators", "arbitrators"),
  "MillGovernor.setVotingDelay": replaces("voting delay", "votingDelay", 0, seconds),
  "MillGovernor.setVotingPeriod": replaces("voting period", "votingPeriod", 0, seconds),
  "MillGovernor.setLateQuorumVoteExtension": replaces("late-quorum extension", "lateQuorumVoteExtension", 0, seconds),
  "MillGovernor.updateQuorumNumerator": replaces("quorum, % of the supply", "quorumNumerator"),
  "MillTimelock.updateDelay": replaces("timelock's delay", "getMinDelay", 0, seconds),
  "*.transferOwnership": async (context, { contract, args }) => [
    {
      what: `owner of ${contract}`,
      before: text(await ask(context, contract, "owner")),
      after: `${text(args[0]?.value)}, once it accepts`,
    },
  ],
};

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(", ");
  return valueText("", value);
}

async function ask(context: Context, name: string, view: string, args: readonly unknown[] = []): Promise<unknown> {
  const { address, abi }: { address: Address; abi: Abi } = contractNamed(context.deployment, name);
  // Some views are overloaded by their number of arguments; viem picks by the arguments.
  return context.client.readContract({ address, abi, functionName: view, args });
}
