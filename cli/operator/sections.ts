import { type Fact, factsText } from "../output/layout.ts";

/** Facts under titles, all values in one column. */
export function sectionsText(sections: readonly (readonly [title: string, facts: readonly Fact[]])[]): string {
  const shown = sections.filter(([, facts]) => facts.length > 0);
  const width = Math.max(0, ...shown.flatMap(([, facts]) => facts.map(([name]) => name.length)));
  const padded = (facts: readonly Fact[]): Fact[] => facts.map(([name, value]) => [name.padEnd(width), value]);
  return shown.map(([title, facts]) => `${title}\n${factsText(padded(facts))}`).join("\n\n");
}
