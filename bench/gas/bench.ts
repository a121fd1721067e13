import { Wallet } from "ethers";
import { courtroom } from "../../test/support/courtroom.ts";
import { market } from "../../test/support/market.ts";
import { networkHelpers } from "../../test/world.ts";
import { governanceGas } from "./governance.ts";
import { leaseLife, register } from "./leases.ts";
import { accruing, earningOperator } from "./rewards.ts";
import {
  channelLife,
  depositAndOpen,
  settleBatches,
  settledChannels,
  settleGateway,
  settleToWallet,
  settleWithRelayerFee,
} from "./rows.ts";
import { slash, stakeAndLeave } from "./stake.ts";

/** Every row of the gas table, each from a fresh market on the in-process chain, deployed by the real modules. */
export async function gasBench(progress: (step: string) => void) {
  const fresh = () => networkHelpers.loadFixture(market);
  progress("deposit, open");
  const { deposit, open } = await depositAndOpen(await fresh());
  progress("settle 1, 100, 1,000 vouchers");
  const m = await fresh();
  const settle = await settleBatches(m, await settledChannels(m, 1_000));
  progress("to a wallet, with a relayer's fee, the life of a channel");
  const toWallet = await settleToWallet(await fresh());
  const oneWithRelayerFee = await settleWithRelayerFee(await fresh());
  const life = await channelLife(await fresh());
  progress("one signature for 100 channels");
  const operators = Array.from({ length: 100 }, () => Wallet.createRandom().address);
  const gateway = { 100: await settleGateway(await fresh(), operators.slice(0, 1)) };
  const gatewayOperators = { 100: await settleGateway(await fresh(), operators) };
  progress("stake, delegation, a slash, the life of a lease");
  const court = () => networkHelpers.loadFixture(courtroom);
  const staked = await stakeAndLeave(await court());
  const slashed = await slash(await court());
  const node = { register: await register(await court()) };
  const lease = await leaseLife(await court());
  progress("stake, delegation and claims while rewards accrue");
  const rewards = await accruing(await networkHelpers.loadFixture(earningOperator));
  progress("a proposal, beside plain OpenZeppelin");
  const governance = await governanceGas();
  return {
    governance,
    deposit,
    open,
    settle: { ...settle, toWallet, oneWithRelayerFee, gateway, gatewayOperators },
    channel: { life },
    ...staked,
    rewards,
    slash: slashed,
    node,
    lease,
  };
}

export type GasFigures = Awaited<ReturnType<typeof gasBench>>;
