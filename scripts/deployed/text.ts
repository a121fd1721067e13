import { formatEther, ZeroAddress } from "ethers";
import { type InspectedRule, meaningOf } from "./access.ts";
import type { Inspection } from "./inspect.ts";

const CODE = {
  same: "as this checkout builds it",
  none: "NO CODE",
  otherSources: "OTHER SOURCES",
  other: "OTHER CODE",
} as const;

/** The inspection for people. */
export function inspectionText(inspection: Inspection): string {
  const { network, chainId, block } = inspection;
  const names = new Map<string, string>(inspection.contracts.map(({ name, address }) => [address, name]));
  const named = (address: string) =>
    address === ZeroAddress ? "nobody" : names.has(address) ? `${address} (${names.get(address)})` : address;
  return [
    `${network} (chain ${chainId}) at block ${block}`,
    ...section(
      "Contracts",
      inspection.contracts.map(({ name, address, code }) => [name, address, CODE[code]]),
    ),
    ...section("Wired to", wireRows(inspection, named)),
    ...section("Governed by", [
      ...inspection.governed.map(({ name, owner = "", pendingOwner = "" }) => [
        name,
        named(owner),
        pendingOwner === ZeroAddress ? "" : `handed to ${named(pendingOwner)}, who has not accepted yet`,
      ]),
      ["guardian", named(inspection.guardian), ""],
    ]),
    ...section(
      "Signing together",
      inspection.quorums.map(({ name, members, threshold }) => [
        name,
        `${threshold} of ${members.length}`,
        members.join(", "),
      ]),
    ),
    ...section(
      "Paused",
      inspection.pauses.map(({ action, untilSeconds }) => [action, pauseText(untilSeconds)]),
    ),
    ...section("MILL", [
      ...inspection.genesis.holders.map(({ recipient, amount }) => ["genesis", named(recipient), mill(amount)]),
      ["supply", mill(inspection.genesis.totalSupply), `of at most ${mill(inspection.genesis.cap)}`],
      ["minter", named(inspection.genesis.minter), ""],
    ]),
    ...section(
      "Payment tokens",
      inspection.tokens.map(({ symbol, address, decimals, isListed }) => [
        symbol,
        address,
        `${decimals} decimals`,
        isListed ? "listed" : "NOT LISTED",
      ]),
    ),
    ...section(
      "Classes, per unit (a thousandth of a GPU)",
      inspection.classes.map(({ id, name, text, subsidyBps, isDefault }) => [
        `${id} ${name}`,
        text,
        subsidyBps === 0 ? "" : `subsidy ${subsidyBps} bps`,
        isDefault ? "" : "not the default",
      ]),
    ),
    ...section(
      "Parameters",
      inspection.settings.map((s) => [
        s.id,
        s.text,
        `${s.minimum} to ${s.maximum}, by ${s.maxStep} every ${s.minInterval}`,
        s.isDefault ? "" : `default ${s.default}`,
      ]),
    ),
    ...section("Who may call what, beside views", accessRows(inspection.access, named)),
    "",
    verdict(inspection),
  ].join("\n");
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`);
  return rows.length === 0 ? [] : ["", title, ...lines.map((line) => line.trimEnd())];
}

function wireRows({ contracts, controllers }: Inspection, named: (address: string) => string): string[][] {
  const shown = (variable: string) => !["_cachedThis", "_owner", "_pendingOwner"].includes(variable);
  return contracts.flatMap(({ name, wires }) => [
    ...wires
      .filter(({ variable }) => shown(variable))
      .map(({ variable, where, address }) => [name, variable, where, named(address)]),
    ...(name === "Escrow" ? controllers.map((address) => [name, "controller", "storage", named(address)]) : []),
  ]);
}

function accessRows(access: readonly InspectedRule[], named: (address: string) => string): string[][] {
  const groups = new Map<string, { contract: string; who: string; functions: string[] }>();
  for (const rule of access) {
    const who = whoText(rule, named);
    const key = `${rule.contract} ${who}`;
    const group = groups.get(key) ?? { contract: rule.contract, who, functions: [] };
    group.functions.push(rule.when === "" ? rule.function : `${rule.function} (${rule.when})`);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ contract, who, functions }) => [contract, `${who}: ${functions.join(", ")}`]);
}

function whoText({ may, accounts }: InspectedRule, named: (address: string) => string): string {
  if (may.length === 0) return "nobody";
  const parties = may.map((party) => (accounts.length > 0 ? party : meaningOf(party))).join(", ");
  const once = may.includes("wirer") ? ", once" : "";
  return accounts.length === 0 ? parties : `${parties} ${accounts.map(named).join(", ")}${once}`;
}

function pauseText(untilSeconds: number): string {
  if (untilSeconds * 1_000 <= Date.now()) return "no";
  return `until ${new Date(untilSeconds * 1_000).toISOString()}`;
}

function mill(amount: bigint): string {
  return `${Number(formatEther(amount)).toLocaleString("en")} MILL`;
}

function verdict({ disagreements }: Inspection): string {
  if (disagreements.length === 0) return "Everything agrees with the addresses file and with this checkout.";
  return [
    `${disagreements.length} DIFFER:`,
    ...disagreements.map(
      ({ where, what, found, expected }) => `  ${where}, ${what}: found ${found}; expected ${expected}`,
    ),
  ].join("\n");
}
