import { type Address, type Hex, numberToHex, type PublicClient, type RpcLog } from "viem";
import { channelIdOfTerms } from "./channel.ts";
import type { Deployment } from "./deployment.ts";
import { MillraceError } from "./error.ts";
import { leaseChannel, openedLeases } from "./lease.ts";
import { type EventLog, isLeaseEnd, type LeaseSources, leaseEventsOf } from "./lease-events.ts";
import { applyLeaseEvent, type LeaseRecord } from "./lease-record.ts";

/** Nodes limit how many blocks one question may span. */
const blockSpan = 10_000n;

/**
 * Where the events of leases come from.
 * @throws MillraceError `leases-not-deployed`
 */
export function leaseSources({ contracts }: Pick<Deployment, "contracts">): LeaseSources {
  const { Leases: leases, Staking: staking, Disputes: disputes, Escrow: escrow } = contracts;
  if (leases !== undefined && staking !== undefined && disputes !== undefined) {
    return { leases, escrow, staking, disputes };
  }
  throw new MillraceError("The deployment has no leases.", {
    code: "leases-not-deployed",
    found: `contracts: ${Object.keys(contracts).join(", ")}`,
    expected: "Leases, Staking and Disputes among them",
  });
}

/** What the chain's events say of a lease until now; undefined if it was never opened. */
export async function readLease(
  client: PublicClient,
  deployment: Pick<Deployment, "block" | "contracts">,
  leaseId: Hex,
): Promise<LeaseRecord | undefined> {
  const sources = leaseSources(deployment);
  const read = (address: Address, topics: readonly (Hex | null)[]) => logsOf(client, deployment.block, address, topics);
  const ofLease = await read(sources.leases, [null, leaseId]);
  const [opened] = openedLeases(sources.leases, ofLease as unknown as Parameters<typeof openedLeases>[1]);
  if (opened === undefined) return undefined;
  const channelId = channelIdOfTerms(leaseChannel(sources.leases, opened.terms));
  const others = await Promise.all([
    read(sources.escrow, [null, channelId]),
    read(sources.staking, [null, null, leaseId]),
    disputeLogs(read, sources.disputes, leaseId),
  ]);
  const logs = inOrder([...ofLease, ...others.flat()]);
  const times = await timestampsOf(
    client,
    logs.filter((log) => isLeaseEnd(sources.leases, log)),
  );
  const events = leaseEventsOf(sources, logs, (block) => times.get(block) ?? 0);
  return events.reduce<LeaseRecord | undefined>((record, { event }) => applyLeaseEvent(record, event), undefined);
}

type Read = (address: Address, topics: readonly (Hex | null)[]) => Promise<RpcLog[]>;

/** The events of a lease's dispute: later ones name the dispute only. */
async function disputeLogs(read: Read, disputes: Address, leaseId: Hex): Promise<RpcLog[]> {
  const opened = await read(disputes, [null, null, leaseId]);
  const ids = [...new Set(opened.flatMap(({ topics }) => topics[1] ?? []))];
  const later = await Promise.all(ids.map((id) => read(disputes, [null, id])));
  return later.flat();
}

async function logsOf(client: PublicClient, first: number, address: Address, topics: readonly (Hex | null)[]) {
  const latest = await client.getBlockNumber({ cacheTime: 0 });
  const logs: RpcLog[] = [];
  for (let from = BigInt(first); from <= latest; from += blockSpan) {
    const last = from + blockSpan - 1n;
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(last < latest ? last : latest) };
    logs.push(
      ...(await client.request({ method: "eth_getLogs", params: [{ address, topics: [...topics], ...range }] })),
    );
  }
  return logs;
}

function inOrder(logs: readonly RpcLog[]): RpcLog[] {
  const place = (log: RpcLog) => Number(log.blockNumber) * 2 ** 20 + Number(log.logIndex);
  return [...logs].sort((a, b) => place(a) - place(b));
}

async function timestampsOf(client: PublicClient, logs: readonly EventLog[]): Promise<Map<number, number>> {
  const blocks = [...new Set(logs.map((log) => Number(log.blockNumber)))];
  const found = await Promise.all(blocks.map((block) => client.getBlock({ blockNumber: BigInt(block) })));
  return new Map(found.map((block) => [Number(block.number), Number(block.timestamp)]));
}
