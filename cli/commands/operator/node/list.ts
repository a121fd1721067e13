import type { Command } from "commander";
import { contractsOf } from "../../../../sdk/contracts.ts";
import { gpuClassName } from "../../../../sdk/gpu-class.ts";
import { nodeCalls } from "../../../../sdk/stake-calls.ts";
import { answer } from "../../../answer.ts";
import type { Context } from "../../../context.ts";
import { operatorOf } from "../../../operator/acting-as.ts";
import { pickNode, readNodes } from "../../../operator/nodes.ts";
import { duration, short } from "../../../output/format.ts";
import { tableText } from "../../../output/layout.ts";
import type { Report, Table } from "../../../output/report.ts";
import { runPlan } from "../../../transact/run-plan.ts";

export function addList(node: Command): void {
  node
    .command("list", { isDefault: true })
    .summary("your nodes: class, units, attestation")
    .argument("[operator]", "an address (default: this account)")
    .action(answer(["csv"], (context, [who]: [string | undefined]) => list(context, who)));
  node
    .command("retire")
    .summary("take a node out; not while units of it are leased")
    .argument("[node]", "its number (default: the only one)")
    .action(answer(["calldata"], (context, [id]: [string | undefined]) => retire(context, id)));
}

async function list(context: Context, who: string | undefined): Promise<Report> {
  const operator = operatorOf(context, who);
  const [{ timestamp }, nodes] = await Promise.all([context.client.getBlock(), readNodes(context, operator)]);
  const table: Table = {
    columns: ["node", "class", "units", "leased", "free", "state", "attested", "hardware"],
    rows: nodes.map((node) => {
      const left = BigInt(node.attestedUntil) - timestamp;
      return [
        ...[node.nodeId, gpuClassName(node.classId), node.units, node.leasedUnits].map(String),
        String(node.active ? node.units - node.leasedUnits : 0),
        node.active ? "active" : "retired",
        left > 0n ? `${duration(left)} more` : "EXPIRED",
        short(node.hardwareId),
      ];
    }),
  };
  const none = "No nodes yet. Next: millrace operator node register FILE...";
  return { json: nodes, table, text: nodes.length === 0 ? none : tableText(table) };
}

async function retire(context: Context, text: string | undefined): Promise<Report> {
  const { deployment, self } = context;
  const { nodeId, units, leasedUnits, classId } = await pickNode(context, self(), text);
  return runPlan(context, {
    facts: [
      ["node", `${nodeId}, ${gpuClassName(classId)}, ${units} units, ${leasedUnits} leased`],
      ["then", "its offers can be taken no more; its hardware can be registered anew"],
    ],
    json: { nodeId },
    steps: [{ what: `retire node ${nodeId}`, call: nodeCalls.retire(contractsOf(deployment).nodes.address, nodeId) }],
  });
}
