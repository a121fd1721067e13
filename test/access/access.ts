import { expect } from "chai";
import { type Interface, isError } from "ethers";
import { ACCESS, PARTIES, type Party, type Rule } from "../../deploy/access/table.ts";
import { Escrow__factory, MillToken__factory, Parameters__factory } from "../../typechain-types/index.ts";
import { networkHelpers } from "../world.ts";
import { type Call, PROBES } from "./probes.ts";
import { type AccessWorld, accessWorld } from "./world.ts";

const { loadFixture } = networkHelpers;

const INTERFACES: Readonly<Record<string, Interface>> = {
  Escrow: Escrow__factory.createInterface(),
  Parameters: Parameters__factory.createInterface(),
  MillToken: MillToken__factory.createInterface(),
};

/** Functions that write, by name; no contract of ours overloads one. */
function writing(contract: string): string[] {
  const names: string[] = [];
  INTERFACES[contract]?.forEachFunction(({ name, constant }) => {
    if (!constant) names.push(name);
  });
  return names.sort();
}

const keyOf = (name: string, { when }: Rule) => (when === undefined ? name : `${name}: ${when}`);

/** What a party gets from a call: `allowed`, or the name of the error; empty for a refusal without one. */
async function outcome({ to, args }: Call, name: string, w: AccessWorld, party: Party): Promise<string> {
  try {
    await to
      .connect(w.parties[party])
      .getFunction(name)
      .staticCall(...args);
    return "allowed";
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION")) return error.revert?.name ?? "";
    const named = /reverted with custom error '(\w+)\(/.exec(String(error));
    if (named?.[1] !== undefined) return named[1];
    if (/reverted|non-contract/.test(String(error))) return "";
    throw error;
  }
}

async function outcomes(call: Call, name: string, w: AccessWorld): Promise<Record<string, string>> {
  const list: Record<string, string> = {};
  for (const party of Object.keys(PARTIES) as Party[]) list[party] = await outcome(call, name, w, party);
  return list;
}

function expected({ may, refused = "" }: Rule, paused?: string): Record<string, string> {
  const entitled = paused ?? "allowed";
  return Object.fromEntries(
    (Object.keys(PARTIES) as Party[]).map((party) => [
      party,
      may === "anyone" || may.includes(party) ? entitled : refused,
    ]),
  );
}

describe("The access table", () => {
  it("has every contract that it can be held against, and they it", () => {
    expect(Object.keys(ACCESS)).to.deep.equal(Object.keys(INTERFACES));
    expect(Object.keys(PROBES)).to.deep.equal(Object.keys(INTERFACES));
  });

  for (const [contract, functions] of Object.entries(ACCESS)) {
    it(`has a rule for every function of ${contract} that writes, and a probe for every rule`, () => {
      expect(Object.keys(functions).sort()).to.deep.equal(writing(contract));
      const rules = Object.entries(functions).flatMap(([name, list]) => list.map((rule) => keyOf(name, rule)));
      expect(Object.keys(PROBES[contract] ?? {}).sort()).to.deep.equal(rules.sort());
    });

    for (const [name, rules] of Object.entries(functions)) {
      for (const rule of rules) {
        const key = keyOf(name, rule);
        const probe = PROBES[contract]?.[key];

        it(`says who may call ${contract}.${key}`, async () => {
          const w = await loadFixture(accessWorld);
          if (probe === undefined) throw new Error(`${contract}.${key} has no probe`);
          expect(await outcomes(await probe(w), name, w)).to.deep.equal(expected(rule));
        });

        it(`says whether ${contract}.${key} works while everything is paused`, async () => {
          const w = await loadFixture(accessWorld);
          if (probe === undefined) throw new Error(`${contract}.${key} has no probe`);
          const call = await probe(w);
          for (const action of [0, 1, 2]) {
            if ((await w.parameters.pausedUntil(action)) === 0n) await w.parameters.connect(w.guardian).pause(action);
          }
          const seen = await outcomes(call, name, w);
          const entitled = rule.may === "anyone" ? (Object.keys(PARTIES) as Party[]) : rule.may;
          for (const party of entitled) expect(seen[party], party).to.equal(rule.whilePaused ?? "allowed");
        });
      }
    }
  }
});
