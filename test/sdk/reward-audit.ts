import { expect } from "chai";
import type { BaseContract, EventLog } from "ethers";
import { decodeBytes32String } from "ethers";
import { auditEmissions, type EmissionEvent } from "../../sdk/emission-audit.ts";
import { auditRebates, type RebateEvent } from "../../sdk/rebate-audit.ts";
import { dollars, pass } from "../support/history.ts";
import { DAY, type Leasing, leasing, MILL, registerNode, stakeFor } from "../support/leasing.ts";
import { ethers, networkHelpers } from "../world.ts";

const { loadFixture, time } = networkHelpers;

/** Half a year of two operators: work, stake that comes and goes, pokes at odd times, a lot that is sold in parts. */
async function lived(): Promise<Leasing> {
  const m = await leasing();
  await stakeFor(m, m.otherOperator, 10_000n * MILL);
  await registerNode(m, m.otherOperator, 4_000, 2n);
  await pass(m, [{ price: 0n }]);
  await pass(m, [{ price: dollars(4_000) }, { price: dollars(300), missed: true }]);
  await m.feeAuction.collect(m.token, [m.operator, m.otherOperator]);
  await m.emissions.poke([m.operator, m.otherOperator]);
  await time.increase(5_000);
  await m.staking.connect(m.operator).requestThaw(1_000n * MILL);
  await m.emissions.poke([m.operator]);
  await m.millToken.connect(m.treasury).transfer(m.stranger, 1_000_000n * MILL);
  await m.millToken.connect(m.stranger).approve(m.feeAuction, 2n ** 256n - 1n);
  await time.increaseTo((BigInt(await time.latest()) / 86_400n + 1n) * 86_400n + 60_000n);
  const { unsold } = await m.feeAuction.lot(1n);
  await m.feeAuction.connect(m.stranger).bid(1n, unsold / 3n, 2n ** 96n);
  await m.feeAuction.connect(m.stranger).bid(1n, unsold, 2n ** 96n);
  await m.feeAuction.claimRebates(1n, [m.operator, m.otherOperator]);
  await time.increase(120 * DAY);
  await m.emissions.connect(m.stranger).claim(m.operator);
  await pass(m, [{ price: dollars(9_000) }]);
  await m.emissions.poke([m.operator, m.otherOperator]);
  return m;
}

type Told = { readonly name: string; readonly at: bigint; readonly args: Record<string, unknown> };

/** What contracts have told, in the chain's order. */
async function told(...contracts: BaseContract[]): Promise<Told[]> {
  const logs = (await Promise.all(contracts.map((contract) => contract.queryFilter("*")))).flat() as EventLog[];
  logs.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  return Promise.all(
    logs.map(async ({ eventName, args, blockNumber }) => {
      const block = await ethers.provider.getBlock(blockNumber);
      return { name: eventName, at: BigInt(block?.timestamp ?? 0), args: args.toObject() };
    }),
  );
}

const EMISSIONS = { EpochBegun: "epochBegun", WeightChanged: "weightChanged", RewardAccrued: "rewardAccrued" };
const REBATES = {
  ...{ TierChanged: "tierChanged", LotOpened: "lotOpened", FeesCollected: "feesCollected" },
  ...{ LotSold: "lotSold", RebatePaid: "rebatePaid", PotBurned: "potBurned" },
};

function named<E>(all: readonly Told[], kinds: Readonly<Record<string, string>>): E[] {
  return all.flatMap(({ name, at, args }) => (name in kinds ? [{ kind: kinds[name], at, ...args } as E] : []));
}

async function emissionsOf(m: Leasing) {
  const events = named<EmissionEvent>(await told(m.emissions), EMISSIONS);
  const { decay } = await m.emissions.schedule();
  return { events, decay };
}

async function rebatesOf(m: Leasing): Promise<RebateEvent[]> {
  return (await told(m.parameters, m.quality, m.feeAuction)).flatMap((each) => {
    const { name, args } = each;
    if (name === "SettingDefined") return [setting(args.id, args.value)];
    if (name === "SettingChanged") return [setting(args.id, args.newValue)];
    return named<RebateEvent>([each], REBATES).map((event) =>
      event.kind === "tierChanged" ? { ...event, tier: Number(event.tier) } : event,
    );
  });
}

const setting = (id: unknown, value: unknown): RebateEvent => ({
  kind: "setting",
  id: decodeBytes32String(id as string),
  value: value as bigint,
});

describe("rewards and rebates recomputed from events", () => {
  it("are what was credited and paid, to the wei", async () => {
    const m = await loadFixture(lived);
    const { events, decay } = await emissionsOf(m);
    const rewards = auditEmissions(decay, events);
    expect(rewards.faults).to.deep.equal([]);
    const credited = rewards.rewards.reduce((sum, each) => sum + each.recomputed, 0n);
    const added = (await m.staking.queryFilter(m.staking.filters.RewardsAdded())).map(({ args }) => args);
    expect(credited).to.equal(added.reduce((sum, { toOwn, toDelegated }) => sum + toOwn + toDelegated, 0n));
    expect(credited).to.be.greaterThan(0n);

    const rebates = auditRebates(await rebatesOf(m));
    expect(rebates.faults).to.deep.equal([]);
    const [lot] = rebates.lots;
    expect(lot?.pot).to.equal((await m.feeAuction.lot(1n)).pot);
    expect(await m.millToken.balanceOf(m.operator)).to.be.at.least(lot?.paid ?? 0n);
    expect(lot?.paid).to.be.greaterThan(0n);
  });

  it("show a reward that was credited one wei too high, and a rebate that was", async () => {
    const m = await loadFixture(lived);
    const { events, decay } = await emissionsOf(m);
    const raised = events.map((event) =>
      event.kind === "rewardAccrued" ? { ...event, amount: event.amount + 1n } : event,
    );
    expect(auditEmissions(decay, raised).faults).to.have.length.greaterThan(0);
    const paid = (await rebatesOf(m)).map((event) =>
      event.kind === "rebatePaid" ? { ...event, mill: event.mill + 1n } : event,
    );
    expect(auditRebates(paid).faults).to.have.length(1);
  });

  it("show a weight that did not follow, and a contribution counted for too much", async () => {
    const m = await loadFixture(lived);
    const { events, decay } = await emissionsOf(m);
    const heavier = events.map((event) =>
      event.kind === "weightChanged" ? { ...event, newWeight: event.newWeight + 1n } : event,
    );
    expect(auditEmissions(decay, heavier).faults).to.have.length.greaterThan(0);
    const counted = (await rebatesOf(m)).map((event) =>
      event.kind === "feesCollected" ? { ...event, counted: event.counted + 1n } : event,
    );
    expect(auditRebates(counted).faults).to.have.length.greaterThan(0);
  });
});
