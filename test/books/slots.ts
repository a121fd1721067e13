import { readFile } from "node:fs/promises";
import { expect } from "chai";
import hre from "hardhat";
import { escrowSlots } from "../../scripts/books/slots.ts";

type Layout = {
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
});
