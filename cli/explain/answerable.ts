import type { Address } from "viem";
import { readContractEvents } from "../../sdk/contract-events.ts";
import { contractsOf } from "../../sdk/contracts.ts";
import { leaseReader } from "../../sdk/lease-reader.ts";
import type { Context } from "../context.ts";
import { isBefore, type Moment } from "./moment.ts";

/** What answers for an operator: own stake with thawing and pending compensation, and both delegated pools. MILL. */
export type Answerable = { readonly own: bigint; readonly delegated: bigint; readonly from: "events" | "state" };

/**
 * Right before the log at `moment`, from the events of everything that came and went. Where an operator delegates to
 * itself its events do not tell the two apart; then it is the chain's state at the end of that block.
 */
export async function readAnswerable(context: Context, operator: Address, moment: Moment): Promise<Answerable> {
  const { client, deployment } = context;
  const { staking } = contractsOf(deployment);
  const sumBefore = <E extends Moment>(events: readonly E[], amountOf: (event: E) => bigint): bigint =>
    events.filter((event) => isBefore(event, moment)).reduce((sum, event) => sum + amountOf(event), 0n);
  const [staked, delegations, withdrawn, forfeited, rewards, slashes, paid] = await Promise.all([
    readContractEvents(client, staking, "Staked", { operator }),
    readContractEvents(client, staking, "Delegated", { operator }),
    readContractEvents(client, staking, "StakeWithdrawn", { operator }),
    readContractEvents(client, staking, "FrozenForfeited", { operator }),
    readContractEvents(client, staking, "RewardsAdded", { operator }),
    readContractEvents(client, staking, "SlashBooked", { operator }),
    paidCompensation(context, operator),
  ]);
  if (delegations.some(({ args }) => args.delegator === operator)) return stateAt(context, operator, moment);
  const own = withdrawn.filter(({ args }) => args.account === operator);
  const others = withdrawn.filter(({ args }) => args.account !== operator);
  return {
    own:
      sumBefore(staked, ({ args }) => args.amount) +
      sumBefore(rewards, ({ args }) => args.toOwn) -
      sumBefore(own, ({ args }) => args.tokens) -
      sumBefore(paid, ({ args }) => args.amount) -
      sumBefore(slashes, ({ args }) => args.ownTaken),
    delegated:
      sumBefore(delegations, ({ args }) => args.amount) +
      sumBefore(rewards, ({ args }) => args.toDelegated) -
      sumBefore(others, ({ args }) => args.tokens) -
      sumBefore(forfeited, ({ args }) => args.tokens) -
      sumBefore(slashes, ({ args }) => args.delegatedTaken),
    from: "events",
  };
}

async function paidCompensation({ client, deployment }: Context, operator: Address) {
  const { staking } = contractsOf(deployment);
  const leaseIds = (await leaseReader(client, deployment).opened({ operator })).map(({ leaseId }) => leaseId);
  if (leaseIds.length === 0) return [];
  const booked = await readContractEvents(client, staking, "CompensationBooked", { leaseId: leaseIds });
  if (booked.length === 0) return [];
  const among = { compensationId: booked.map(({ args }) => args.compensationId) };
  return readContractEvents(client, staking, "CompensationPaid", among);
}

async function stateAt(
  { client, deployment }: Context,
  operator: Address,
  { blockNumber }: Moment,
): Promise<Answerable> {
  const { staking } = contractsOf(deployment);
  const query = { ...staking, functionName: "operatorStake", args: [operator] } as const;
  const stake = await client.readContract({ ...query, blockNumber });
  return {
    own: stake.own + stake.ownThawing + stake.pending,
    delegated: stake.delegated + stake.delegatedThawing,
    from: "state",
  };
}
