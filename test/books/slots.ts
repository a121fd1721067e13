import { readFile } from "node:fs/promises";
import { expect } from "chai";
import hre from "hardhat";
import {
  auctionSlots,
  emissionsSlots,
  escrowSlots,
  operatorWords,
  slashWords,
  stakingSlots,
} from "../../scripts/books/slots.ts";

type Member = { readonly label: string; readonly slot: string; readonly offset: number; readonly type: string };
type Layout = {
  readonly types: Readonly<Record<string, { readonly members?: readonly Member[] }>>;
  readonly storage: readonly { readonly label: string; readonly slot: string; readonly offset: number }[];
};
type Output = { readonly output: { readonly contracts: Record<string, Record<string, { storageLayout: Layout }>> } };

async function storageLayout(contract: string): Promise<Layout> {
  const id = await hre.artifacts.getBuildInfoId(contract);
  const file = id === undefined ? undefined : await hre.artifacts.getBuildInfoOutputPath(id);
  if (file === undefined) throw new Error(`${contract} is not built.`);
  const { contracts } = (JSON.parse(await readFile(file, "utf8")) as Output).output;
  const layouts = Object.entries(contracts).flatMap(([source, byName]) => {
    return source.endsWith(`/${contract}.sol`) ? [byName[contract]?.storageLayout] : [];
  });
  const [layout] = layouts;
  if (layout === undefined) throw new Error(`The build of ${contract} has no storage layout.`);
  return layout;
}

describe("books: slots", () => {
  it("are where the compiler keeps Escrow's money", async () => {
    const { storage } = await storageLayout("Escrow");
    const slotOf = (label: string): bigint => {
      const variable = storage.find((each) => each.label === label);
      if (variable === undefined) throw new Error(`Escrow has no variable ${label}.`);
      expect(variable.offset, label).to.equal(0);
      return BigInt(variable.slot);
    };
    expect(escrowSlots).to.deep.equal({
      free: slotOf("_free"),
      channels: slotOf("_channels"),
      earnings: slotOf("_earnings"),
      feeCollector: slotOf("feeCollector"),
      relayers: slotOf("_relayer"),
    });
  });

  it("are where the compiler keeps what Emissions minted, what was earned of it, and FeeAuction's pots", async () => {
    const [emissions, auction] = await Promise.all([storageLayout("Emissions"), storageLayout("FeeAuction")]);
    const slotIn = ({ storage }: Layout, label: string) => BigInt(storage.find((v) => v.label === label)?.slot ?? -1);
    expect(emissionsSlots).to.deep.equal({
      line: slotIn(emissions, "_line"),
      supply: slotIn(emissions, "_supply"),
      accounts: slotIn(emissions, "_accounts"),
    });
    expect(auctionSlots).to.deep.equal({ inPots: slotIn(auction, "inPots") });
  });

  it("are where the compiler keeps Staking's money", async () => {
    const { storage, types } = await storageLayout("Staking");
    const slotOf = (label: string) => BigInt(storage.find((each) => each.label === label)?.slot ?? -1);
    expect(stakingSlots).to.deep.equal({
      operators: slotOf("_operators"),
      slashes: slotOf("_slashes"),
      disputeBonds: slotOf("_disputeBonds"),
      credits: slotOf("_credits"),
    });
    const membersOf = (name: string): readonly Member[] => {
      const found = Object.entries(types).find(([type]) => type.startsWith(`t_struct(${name})`));
      return found?.[1].members ?? [];
    };
    const places = (name: string, labels: readonly string[]) => {
      const members = membersOf(name).filter(({ label }) => labels.includes(label));
      return Object.fromEntries(members.map(({ label, slot }) => [label, BigInt(slot)]));
    };
    expect(operatorWords).to.deep.equal(places("OperatorRecord", Object.keys(operatorWords)));
    expect(slashWords).to.deep.equal(places("Record", Object.keys(slashWords)));
    // In the low 96 bits of their words, but for what a slash took.
    const offsetOf = (name: string, field: string) => membersOf(name).find(({ label }) => label === field)?.offset;
    expect(offsetOf("OwnWord", "tokens")).to.equal(0);
    expect(offsetOf("Pool", "tokens")).to.equal(0);
    expect(offsetOf("Total", "total")).to.equal(0);
    expect(offsetOf("Record", "paid")).to.equal(0);
    expect(offsetOf("Record", "ownTaken")).to.equal(20);
    expect(offsetOf("Record", "delegatedTaken")).to.equal(20);
  });
});
