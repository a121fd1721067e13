import type { Command } from "commander";
import type { Address } from "viem";
import { readContractEvents } from "../../../sdk/contract-events.ts";
import { contractsOf } from "../../../sdk/contracts.ts";
import { offerCalls } from "../../../sdk/lease-calls.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { operatorOf } from "../../operator/acting-as.ts";
import { time } from "../../output/format.ts";
import { tableText } from "../../output/layout.ts";
import type { Report, Table } from "../../output/report.ts";
import { parseDuration } from "../../parse-duration.ts";
import { runPlan } from "../../transact/run-plan.ts";

const roles = `
Three keys, so that losing one costs little:
  the operator's key  stakes, registers nodes, abandons; keep it offline
  a hot key           signs offers, starts, reclaims and releases leases until its time is over; it cannot move money
  the beneficiary     where earnings go: millrace terms beneficiary ADDRESS; from then on only it can change that

To rotate the hot key: \`key set NEW\`, let the machine use it, then \`key end OLD\`. Offers that the old key signed stop
counting with it: make new ones. If it was stolen: \`key end OLD\` at once; \`offer cancel --all\` withdraws every offer.`;

export function addKey(operator: Command): void {
  const key = operator
    .command("key")
    .summary("the hot key that signs offers and starts leases for you")
    .addHelpText("after", roles);
  key
    .command("set")
    .summary("name a hot key, or change how long one counts")
    .argument("<key>", "its address")
    .option("--for <duration>", "how long it counts from now, like 30d", "90d")
    .action(
      answer(["calldata"], (context, [who]: [string], options: { for: string }) => set(context, who, options.for)),
    );
  key
    .command("end")
    .summary("end a hot key at once, with every offer it signed")
    .argument("<key>", "its address")
    .action(answer(["calldata"], (context, [who]: [string]) => end(context, who)));
  key
    .command("list", { isDefault: true })
    .summary("the keys that were ever named, and until when they count")
    .argument("[operator]", "an address (default: this account)")
    .action(answer(["csv"], (context, [who]: [string | undefined]) => list(context, who)));
}

async function set(context: Context, who: string, text: string): Promise<Report> {
  const { client, deployment } = context;
  const key = parseAddress(who, "The key");
  const { timestamp } = await client.getBlock();
  const until = timestamp + BigInt(parseDuration(text, "--for"));
  const call = offerCalls.setKey(contractsOf(deployment).offers.address, key, Number(until));
  return runPlan(context, {
    facts: [
      ["can", "sign offers, start, reclaim and release leases for this operator"],
      ["cannot", "move stake or earnings, register nodes, abandon leases"],
      ["until", time(until)],
    ],
    json: { key, until },
    steps: [{ what: `name the key ${key}`, call }],
  });
}

async function end(context: Context, who: string): Promise<Report> {
  const key = parseAddress(who, "The key");
  const call = offerCalls.setKey(contractsOf(context.deployment).offers.address, key, 0);
  return runPlan(context, {
    facts: [["then", "offers that it signed can be taken no more; leases that run are not touched"]],
    json: { key },
    steps: [{ what: `end the key ${key}`, call }],
  });
}

async function list(context: Context, who: string | undefined): Promise<Report> {
  const { client, deployment } = context;
  const operator = operatorOf(context, who);
  const { offers } = contractsOf(deployment);
  const [{ timestamp }, changes] = await Promise.all([
    client.getBlock(),
    readContractEvents(client, offers, "KeyChanged", { operator }),
  ]);
  // The last change of each key counts.
  const untils = new Map<Address, bigint>(changes.map(({ args }) => [args.key, args.until]));
  const keys = [...untils].map(([key, until]) => ({ key, until, counts: until >= timestamp }));
  const table: Table = {
    columns: ["key", "counts", "until"],
    rows: keys.map(({ key, until, counts }) => [key, counts ? "yes" : "no", until === 0n ? "ended" : time(until)]),
  };
  const none = "No hot key: only the operator's own key signs offers and starts leases.";
  return { json: keys, table, text: keys.length === 0 ? none : tableText(table) };
}
