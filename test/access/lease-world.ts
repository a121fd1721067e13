import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256 } from "ethers";
import type { Party } from "../../deploy/access/rule.ts";
import { courtroom } from "../support/courtroom.ts";
import { DAY, MILL } from "../support/leasing.ts";
import { USD } from "../support/market.ts";
import { ethers, networkHelpers } from "../world.ts";

export type LeaseAccessWorld = Awaited<ReturnType<typeof leaseAccessWorld>>;

/**
 * Stake, leases and disputes as they are deployed, with a lease that runs: the parties that are contracts are the very
 * contracts, and each party has what its own calls need: stake, a delegation, requests that have matured, a credit, a free
 * balance, MILL and allowances.
 */
export async function leaseAccessWorld() {
  const c = await courtroom();
  const contract = async (at: { getAddress(): Promise<string> }) => {
    const address = await at.getAddress();
    await networkHelpers.setBalance(address, 10n ** 20n);
    return ethers.getImpersonatedSigner(address);
  };
  const parties: Record<Party, HardhatEthersSigner> = {
    ...{
      payer: c.buyer,
      operator: c.operator,
      key: c.otherRelayer,
      beneficiary: c.ecosystem,
      controller: c.challenger,
    },
    ...{ feeCollector: c.otherBuyer, wirer: c.otherOperator, proposer: c.attacker, governance: c.governor },
    ...{ nextGovernance: c.arbitrator, guardian: c.guardian, minter: c.team, relayer: c.relayer, stranger: c.stranger },
    leases: await contract(c.leases),
    disputes: await contract(c.disputes),
    court: await contract(c.committee),
    staking: await contract(c.staking),
    nodes: await contract(c.nodes),
    quality: await contract(c.quality),
    emissions: await contract(c.emissions),
    governor: await contract(c.millGovernor),
    timelock: c.governance,
  };
  const all = Object.values(parties);
  await c.offers.connect(c.operator).setKey(parties.key, 2n ** 40n - 1n);
  for (const party of all) {
    await c.millToken.connect(c.treasury).transfer(party, 1_000n * MILL);
    await c.millToken.connect(party).approve(c.staking, MaxUint256);
    const asParty = c.staking.connect(party);
    await asParty.stake(100n * MILL);
    await asParty.requestThaw(MILL);
    await asParty.delegate(c.operator, 100n * MILL, 0n);
    await asParty.requestUndelegate(c.operator, MILL * 1_000n);
    await c.usd.mint(party, 1_000n * USD);
    await c.usd.connect(party).approve(c.escrow, MaxUint256);
    await c.escrow.connect(party).deposit(c.token, 1_000n * USD);
  }
  const asDisputes = c.staking.connect(parties.disputes);
  await asDisputes.takeDisputeBond(c.operator, 50n * MILL);
  for (const party of all) await asDisputes.creditDisputeBond(party, MILL);
  for (const owned of [c.parameters, c.nodes, c.attestors, c.quality, c.disputes, c.committee, c.feeAuction]) {
    await owned.transferOwnership(c.governor);
    await owned.connect(c.governor).acceptOwnership();
  }
  await networkHelpers.time.increase(14 * DAY);
  // The lease of the courtroom is over; a fresh one runs.
  const fresh = await c.running({ nonce: 7n, units: 100 });
  return { ...c, ...fresh, parties };
}
