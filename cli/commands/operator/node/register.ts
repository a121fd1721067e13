import type { Command } from "commander";
import type { NodeAttestation } from "../../../../sdk/attestation.ts";
import { contractsOf } from "../../../../sdk/contracts.ts";
import { MillraceError } from "../../../../sdk/error.ts";
import { gpuClassName } from "../../../../sdk/gpu-class.ts";
import { nodeCalls } from "../../../../sdk/stake-calls.ts";
import { answer } from "../../../answer.ts";
import { readNodeAttestation } from "../../../attestations/node-file.ts";
import type { Context } from "../../../context.ts";
import { mill } from "../../../mill.ts";
import { readStake } from "../../../operator/stake-facts.ts";
import { time } from "../../../output/format.ts";
import type { Fact } from "../../../output/layout.ts";
import type { Report } from "../../../output/report.ts";
import { parseWhole } from "../../../parse-number.ts";
import { runPlan } from "../../../transact/run-plan.ts";

export function addRegister(node: Command): void {
  node
    .command("register")
    .summary("register a node with what attestors signed of it")
    .argument("<files...>", "as `millrace attestor sign-node` writes them; signatures of all are put together")
    .action(answer(["calldata"], (context, args) => register(context, filesIn(args))));
  node
    .command("renew")
    .summary("give a node a fresh attestation; anyone can")
    .argument("<node>", "its number")
    .argument("<files...>", "as for register")
    .action(
      answer(["calldata"], (context, args: readonly [string, string]) =>
        renew(context, args[0], filesIn(args.slice(1))),
      ),
    );
}

/** Commander hands a variadic argument over as one array. */
function filesIn(args: readonly unknown[]): string[] {
  return args.flat() as string[];
}

async function register(context: Context, files: readonly string[]): Promise<Report> {
  const { client, deployment, self } = context;
  const { nodes } = contractsOf(deployment);
  const { attestation, signatures } = await readNodeAttestation(context, files);
  if (attestation.operator !== self()) {
    throw new MillraceError("The attestation is of another operator.", {
      code: "not-the-operator",
      found: attestation.operator,
      expected: self(),
      next: "Use that operator's key, or ask the attestors for an attestation of yours.",
    });
  }
  const [{ requiredStakePerUnit }, capacity, { own }] = await Promise.all([
    client.readContract({ ...nodes, functionName: "class", args: [attestation.classId] }),
    client.readContract({ ...nodes, functionName: "capacity", args: [self()] }),
    readStake(context, self()),
  ]);
  const required = requiredStakePerUnit * BigInt(attestation.units);
  const all = capacity.requiredStake + required;
  return runPlan(context, {
    facts: [
      ...attestationFacts(attestation),
      ["required stake", `${mill(required)}; ${mill(all)} with your other nodes`],
      ["own stake", `${mill(own)}${own < all ? "  TOO LITTLE ALONE TO LEASE ALL AT ONCE: operator stake" : ""}`],
    ],
    json: { attestation, signatures: signatures.length, requiredStake: required },
    steps: [{ what: "register the node", call: nodeCalls.register(nodes.address, attestation, signatures) }],
    next: "Next: millrace operator offer make",
  });
}

async function renew(context: Context, text: string, files: readonly string[]): Promise<Report> {
  const { nodes } = contractsOf(context.deployment);
  const nodeId = parseWhole(text, "The node's number", { bits: 256 });
  const { attestation, signatures } = await readNodeAttestation(context, files);
  return runPlan(context, {
    facts: [["node", String(nodeId)], ...attestationFacts(attestation)],
    json: { nodeId, attestation, signatures: signatures.length },
    steps: [{ what: "renew the node", call: nodeCalls.renew(nodes.address, nodeId, attestation, signatures) }],
  });
}

function attestationFacts({ hardwareId, classId, units, expiresAt }: NodeAttestation): Fact[] {
  return [
    ["hardware", hardwareId],
    ["class", gpuClassName(classId)],
    ["units", `${units}, ${units / 1_000} GPUs`],
    ["attested until", time(BigInt(expiresAt))],
  ];
}
