import { PARTIES, type Party, type Rule } from "../../deploy/access/rule.ts";
import { ACCESS } from "../../deploy/access/table.ts";
import { contractNameOf } from "./naming.ts";

/** Who a party of the access table is on this chain. */
export type Holders = ReadonlyMap<string, readonly string[]>;

/** One rule of the access table, with the accounts that it is about. */
export type InspectedRule = {
  readonly contract: string;
  readonly function: string;
  readonly when: string;
  /** `anyone`, or a party of the access table each. */
  readonly may: readonly string[];
  /** The accounts of those parties that are fixed; a channel's payer, say, differs from channel to channel. */
  readonly accounts: readonly string[];
  readonly note: string;
};

/** The access table of the contracts that are deployed. Tests hold it against what the contracts do. */
export function inspectAccess(contracts: readonly string[], holdersOf: (contract: string) => Holders): InspectedRule[] {
  return Object.entries(ACCESS)
    .filter(([contract]) => contracts.includes(contract))
    .flatMap(([contract, functions]) =>
      Object.entries(functions).flatMap(([name, rules]) =>
        rules.map((rule) => inspectRule(contract, name, rule, holdersOf(contract))),
      ),
    );
}

function inspectRule(contract: string, name: string, { when = "", may, note }: Rule, holders: Holders): InspectedRule {
  const parties: readonly string[] = may === "anyone" ? [may] : may;
  const accounts = parties.flatMap((party) => holders.get(party) ?? holders.get(contractNameOf(party)) ?? []);
  return { contract, function: name, when, may: parties, accounts, note };
}

/** What a party is, in words. */
export function meaningOf(party: string): string {
  return PARTIES[party as Party] ?? party;
}
