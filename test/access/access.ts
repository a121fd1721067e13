import { expect } from "chai";
import { encodeBytes32String, type FunctionFragment, type Interface, isError, type ParamType, ZeroHash } from "ethers";
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

function views(contract: string): FunctionFragment[] {
  const list: FunctionFragment[] = [];
  INTERFACES[contract]?.forEachFunction((fragment) => {
    if (fragment.constant) list.push(fragment);
  });
  return list;
}

/** Arguments of views that refuse what means nothing to them. */
const FEE_ID = encodeBytes32String("protocolFeeBps");
const VIEW_ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = { value: [FEE_ID], check: [FEE_ID, 300n] };

function anyValue({ baseType, type, components }: ParamType, address: string): unknown {
  if (baseType === "tuple") return (components ?? []).map((component) => anyValue(component, address));
  if (type === "address") return address;
  return type === "bytes32" ? ZeroHash : 0n;
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

    it(`lets every party read every view of ${contract}, paused or not`, async () => {
      const w = await loadFixture(accessWorld);
      const to = { Escrow: w.escrow, Parameters: w.parameters, MillToken: w.millToken }[contract];
      if (to === undefined) throw new Error(`${contract} has no instance to read`);
      await w.millToken.connect(w.stranger).delegate(w.stranger);
      for (const isPaused of [false, true]) {
        if (isPaused) for (const action of [0, 1, 2]) await w.parameters.connect(w.guardian).pause(action);
        for (const view of views(contract)) {
          const args = VIEW_ARGUMENTS[view.name] ?? view.inputs.map((input) => anyValue(input, w.stranger.address));
          const answers = await outcomes({ to, args }, view.name, w);
          expect(answers, view.name).to.deep.equal(expected({ may: "anyone", note: "" }));
        }
      }
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
          // Where nobody is entitled, what everybody gets must still be what the table says.
          const everybody = Object.keys(PARTIES) as Party[];
          const entitled = rule.may === "anyone" || rule.may.length === 0 ? everybody : rule.may;
          const without = rule.may.length === 0 ? rule.refused : "allowed";
          for (const party of entitled) expect(seen[party], party).to.equal(rule.whilePaused ?? without);
        });
      }
    }
  }
});
