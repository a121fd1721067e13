import type { Hex } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import { type FoundLease, leaseReader } from "../../sdk/lease-reader.ts";
import type { Context } from "../context.ts";

/** The leases of this account, as buyer and as operator, oldest first, each once. */
export async function ownLeases({ client, deployment, self }: Context): Promise<FoundLease[]> {
  const reader = leaseReader(client, deployment);
  const [bought, sold] = await Promise.all([reader.opened({ buyer: self() }), reader.opened({ operator: self() })]);
  const byId = new Map([...bought, ...sold].map((lease) => [lease.leaseId, lease]));
  return [...byId.values()].sort((a, b) => Number(a.blockNumber - b.blockNumber));
}

/** The leases that this account pays for, oldest first. */
export function boughtLeases({ client, deployment, self }: Context): Promise<FoundLease[]> {
  return leaseReader(client, deployment).opened({ buyer: self() });
}

/**
 * The lease that is meant: a whole id, the beginning of the id of an own lease, or nothing if there is one only that is
 * not final.
 * @throws MillraceError `lease-unknown`, `lease-ambiguous` or `bad-lease`
 */
export async function pickLease(context: Context, text: string | undefined): Promise<FoundLease> {
  if (text !== undefined && /^0x[0-9a-fA-F]{64}$/.test(text)) return leaseById(context, text.toLowerCase() as Hex);
  if (text !== undefined && !/^0x[0-9a-fA-F]{4,}…?$/.test(text)) {
    throw new MillraceError("This is not a lease's id.", {
      code: "bad-lease",
      found: text,
      expected: "0x and 64 hex digits, or the first 4 or more of them",
    });
  }
  const own = await ownLeases(context);
  const beginning = text?.replace("…", "").toLowerCase() ?? "0x";
  const named = own.filter(({ leaseId }) => leaseId.startsWith(beginning));
  const fitting = text === undefined ? await notFinal(context, named) : named;
  const [only, ...others] = fitting;
  if (only === undefined) throw notOwn(context, text);
  if (others.length === 0) return only;
  throw new MillraceError("Which lease?", {
    code: "lease-ambiguous",
    found: `${fitting.length} leases${text === undefined ? "" : ` that begin with ${text}`}`,
    next: "Give more of the id; `millrace lease list` shows those you pay for, `millrace operator lease list` those you serve.",
  });
}

/** The lease with this id. @throws MillraceError `lease-unknown` */
export async function leaseById({ client, deployment }: Context, leaseId: Hex): Promise<FoundLease> {
  const [found] = await leaseReader(client, deployment).opened({ leaseId });
  if (found === undefined) throw unknown(leaseId);
  return found;
}

async function notFinal({ client, deployment }: Context, leases: readonly FoundLease[]): Promise<FoundLease[]> {
  const reader = leaseReader(client, deployment);
  const slots = await Promise.all(leases.map(({ leaseId }) => reader.slot(leaseId)));
  return leases.filter((_, index) => slots[index]?.state !== "final");
}

/** Beginnings of ids are only looked for among own leases, and a hot key has none. */
function notOwn({ self }: Context, text: string | undefined): MillraceError {
  return new MillraceError("There is no such lease of this account.", {
    code: "lease-unknown",
    found: `${text ?? "none that is not final"}, of ${self()} as buyer or operator`,
    next: "Give the whole id, or with a hot key `--operator ADDRESS`. `millrace lease list` and `millrace operator lease list [OPERATOR]` show leases.",
  });
}

function unknown(found: string): MillraceError {
  return new MillraceError("There is no such lease.", {
    code: "lease-unknown",
    found,
    next: "List your leases with `millrace lease list`, or open one with `millrace lease open OFFER`.",
  });
}
