import { leaseCalls } from "../../../sdk/lease-calls.ts";
import { type Agenda, openAgenda } from "./agenda.ts";
import type { Clock, Deed } from "./clock.ts";
import type { Place } from "./place.ts";

/** What is to be done when its time has come; several for one thing are possible, and none. */
export type Task = () => Promise<Deed> | Deed | undefined;

/** What is still to be done, by timestamp (s) of the chain. */
export type Schedule = {
  readonly at: (time: number, task: Task) => void;
  /** The same at the next round that keepers make, which is every six hours. */
  readonly atRound: (time: number, task: Task) => void;
  /** Do it all, block by block, until nothing is left. */
  readonly run: (onBlock: () => void) => Promise<void>;
};

const roundSeconds = 6 * 3_600;
/** As many finalizations fit into one transaction's gas many times over. */
const mostCalls = 14;

export function openSchedule(clock: Clock, place: Place): Schedule {
  const agenda: Agenda<Task> = openAgenda();
  return {
    at: agenda.add,
    atRound: (time, task) => agenda.add(Math.ceil(time / roundSeconds) * roundSeconds, task),
    run: async (onBlock) => {
      for (let next = agenda.nextAt(); next !== undefined; next = agenda.nextAt()) {
        // What a full block pushed back is overdue, and goes with the next.
        const tasks = agenda.takeUntil(Math.max(next, clock.now()));
        const deeds = (await Promise.all(tasks.map((task) => task()))).filter((deed) => deed !== undefined);
        await clock.mine(next, bundle(deeds, place));
        onBlock();
      }
    },
  };
}

/** Calls of Leases by the same sender go in one transaction. */
function bundle(deeds: readonly Deed[], place: Place): Deed[] {
  const bundles = new Map<string, Deed[]>();
  const others: Deed[] = [];
  for (const deed of deeds) {
    const { by, call } = deed;
    if (call.to !== place.leases) others.push(deed);
    else bundles.set(by.address, [...(bundles.get(by.address) ?? []), deed]);
  }
  return [...[...bundles.values()].flatMap((all) => chunks(all).map((chunk) => together(chunk, place))), ...others];
}

function together(deeds: readonly Deed[], { leases }: Place): Deed {
  const [first] = deeds as [Deed, ...Deed[]];
  if (deeds.length === 1) return first;
  return {
    by: first.by,
    call: leaseCalls.multicall(
      leases,
      deeds.map(({ call }) => call),
    ),
    done: (receipt) => {
      for (const { done } of deeds) done?.(receipt);
    },
  };
}

function chunks(deeds: readonly Deed[]): Deed[][] {
  return Array.from({ length: Math.ceil(deeds.length / mostCalls) }, (_, index) =>
    deeds.slice(index * mostCalls, (index + 1) * mostCalls),
  );
}
