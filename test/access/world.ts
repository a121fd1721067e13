import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256, ZeroAddress } from "ethers";
import type { Party } from "../../deploy/access/rule.ts";
import { Escrow__factory, MillToken__factory } from "../../typechain-types/index.ts";
import { USD } from "../support/market.ts";
import { type Channel, claim, newChannel } from "../support/vouchers.ts";
import { world } from "../world.ts";

export type AccessWorld = Awaited<ReturnType<typeof accessWorld>>;

/**
 * Payments: a world in which every party of the access table is a signer, and each has what its own calls need: tokens
 * and an allowance, a free balance, earnings, MILL.
 */
export async function accessWorld() {
  const w = await world();
  const { deployer, buyer, guardian, operator } = w;
  const parties: Record<Party, HardhatEthersSigner> = {
    payer: buyer,
    operator,
    key: w.otherRelayer,
    beneficiary: w.delegator,
    controller: w.challenger,
    feeCollector: w.treasury,
    wirer: w.otherOperator,
    leases: w.team,
    disputes: w.attacker,
    emissions: w.otherBuyer,
    ...{ staking: w.judge1, nodes: w.judge2, quality: w.attestor0 },
    ...{ governor: w.attestor1, timelock: w.attestor2, proposer: w.appealJudge0 },
    court: w.judge0,
    governance: w.governor,
    nextGovernance: w.arbitrator,
    guardian,
    minter: w.ecosystem,
    relayer: w.relayer,
    stranger: w.stranger,
  };
  const all = Object.values(parties);
  const wirer = parties.wirer;
  const escrow = await new Escrow__factory(deployer).deploy(w.parameters, ZeroAddress, wirer);
  const genesis = all.map(({ address }) => ({ recipient: address, amount: 100n }));
  const millToken = await new MillToken__factory(deployer).deploy(genesis, wirer);
  await w.parameters.transferOwnership(parties.governance);
  await w.parameters.connect(parties.governance).acceptOwnership();
  await escrow.connect(wirer).wire([parties.controller.address], parties.feeCollector);
  await millToken.connect(wirer).wireMinter(parties.minter);

  const [token, escrowAddress] = await Promise.all([w.usd.getAddress(), escrow.getAddress()]);
  const domain = { name: "Millrace", version: "1", chainId: w.chainId, verifyingContract: escrowAddress } as const;

  async function open(to = operator.address): Promise<Channel> {
    const channel = newChannel({ payer: buyer.address, operator: to, token });
    await escrow.connect(buyer).open(to, token, channel.terms.signer, channel.terms.nonce, 10n * USD);
    return channel;
  }
  async function openControlled(isByAmount: boolean): Promise<Channel> {
    const controller = parties.controller.address;
    const channel = newChannel({ payer: buyer.address, operator: operator.address, token, controller });
    const terms = { ...channel.terms, signer: isByAmount ? controller : channel.terms.signer };
    const { payer, signer, nonce } = terms;
    await escrow
      .connect(parties.controller)
      .openControlled(payer, operator.address, token, signer, nonce, 10n * USD, 0n);
    return { ...channel, terms };
  }

  for (const party of all) {
    await w.usd.mint(party.address, 1_000n * USD);
    await w.usd.connect(party).approve(escrowAddress, MaxUint256);
    await escrow.connect(party).deposit(token, 500n * USD);
    await millToken.connect(buyer).approve(party, 10n);
  }
  for (const party of all) {
    const channel = await open(party.address);
    await escrow.settle(party.address, token, [claim(domain, channel, USD)]);
  }
  // A view of past votes needs something to find.
  await millToken.connect(w.stranger).delegate(w.stranger);
  return { ...w, parties, wirer, escrow, millToken, token, escrowAddress, domain, open, openControlled };
}
