import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import type { EndpointWatch } from "../chain/endpoint-watch.ts";
import type { FollowLoop } from "../chain/follow-loop.ts";
import type { Grouped } from "../core/grouped.ts";
import type { SettleLoop } from "../settle/settle-loop.ts";
import type { Database } from "../store/database.ts";
import { readHead } from "../store/head.ts";
import { readExposure } from "../store/views.ts";

export type Check = { readonly name: string; readonly ok: boolean; readonly reason?: string };

export type Health = ReturnType<typeof createHealth>;

export type HealthParts = {
  readonly db: Database;
  readonly chain: ChainReader;
  readonly endpoints: Pick<EndpointWatch, "dispute" | "asides">;
  readonly sender: Address;
  /** Why nothing can be signed now, as far as is known. */
  readonly signerFault: () => Promise<string | undefined>;
  readonly follow: FollowLoop;
  readonly settle: SettleLoop;
  readonly commits: Pick<Grouped<unknown, unknown>, "depth" | "waitingSince">;
  /** A flow that has not moved for so long has stopped. */
  readonly stalledAfterMs: number;
  readonly lowBalanceWei: bigint;
};

/** Whether the flows of the relayer move, not only whether the process runs. */
export function createHealth(parts: HealthParts) {
  const { db, chain, sender, follow, settle, commits, stalledAfterMs } = parts;
  let isStopping = false;

  const stalled = (at: number | undefined) => at === undefined || Date.now() - at > stalledAfterMs;

  const checkDatabase = async (): Promise<Check> => {
    const found = await db.query("select 1").then(
      () => undefined,
      (error: Error) => error.message,
    );
    return check("database", found);
  };

  const checkIntake = (): Check => {
    const since = commits.waitingSince();
    const stuck = since !== undefined && stalled(since);
    return check("intake", stuck ? `${commits.depth()} vouchers wait for a commit` : undefined);
  };

  /** Why the copy of the chain is not to be trusted, if so. */
  const chainBehind = (): string | undefined =>
    stalled(follow.lastSuccessAt()) ? (follow.lastError() ?? "no block was read yet") : undefined;

  /** One that is put aside stops nothing, but is said. */
  const checkEndpoints = (): Check => {
    const dispute = parts.endpoints.dispute();
    const said = [...(dispute === undefined ? [] : [dispute]), ...parts.endpoints.asides()];
    return { name: "endpoints", ok: dispute === undefined, ...(said.length === 0 ? {} : { reason: said.join("; ") }) };
  };

  const checkSender = (): Check =>
    check("sender", stalled(settle.lastSuccessAt()) ? (settle.lastError() ?? "no pass was finished yet") : undefined);

  const checkInFlight = async (): Promise<Check> => {
    const [row] = await db.query(
      `select count(*) as stuck, min(nonce) as nonce from journal
       where sender = $1 and state in ('signed', 'sent') and created_at < now() - make_interval(secs => $2)`,
      [sender, Math.ceil((stalledAfterMs * 10) / 1_000)],
    );
    const stuck = Number(row?.stuck ?? 0);
    return check("transactions", stuck > 0 ? `${stuck} are not mined, the first with nonce ${row?.nonce}` : undefined);
  };

  const checkBalance = async (): Promise<Check> => {
    const balance = await chain.balance(sender).catch(() => undefined);
    // A node that does not answer is the chain's check to report.
    const low = balance !== undefined && balance < parts.lowBalanceWei;
    return check("balance", low ? `${sender} has ${balance} wei left for gas` : undefined);
  };

  const checkSigner = async (): Promise<Check> => check("signer", await parts.signerFault());

  return {
    chainBehind,
    isStopping: () => isStopping,
    /** Say from now on that nothing more is taken. */
    stopping: () => {
      isStopping = true;
    },

    /** Everything, with the reason of what is wrong. */
    async report() {
      const checks = [
        await checkDatabase(),
        checkIntake(),
        check("chain", chainBehind()),
        checkEndpoints(),
        checkSender(),
        ...(await Promise.all([checkInFlight(), checkBalance(), checkSigner()]).catch(() => [])),
      ];
      const [head, exposure] = await Promise.all([readHead(db), readExposure(db)]).catch(
        () => [undefined, []] as const,
      );
      return {
        status: checks.every(({ ok }) => ok) ? ("ok" as const) : ("failing" as const),
        checks,
        durability:
          db.kind === "embedded"
            ? "embedded: what is acknowledged survives the death of the process, not a loss of power"
            : "server: as durable as its configuration",
        role: settle.holdsKey() ? "settling" : "taking vouchers; another instance settles",
        head: head === undefined ? null : { number: head.number, hash: head.hash, timestamp: head.timestamp },
        unsettled: exposure.map((row) => ({
          token: row.token as Address,
          claims: Number(row.claims),
          value: row.unsettled as string,
          closing: row.closing as string,
          setAside: row.set_aside as string,
          oldestSeconds: Math.floor(Number(row.oldest)),
        })),
      };
    },

    /** Whether vouchers are taken now. */
    async readiness() {
      const checks = [await checkDatabase(), checkIntake(), check("chain", chainBehind())];
      const reasons = checks.flatMap(({ ok, name, reason }) => (ok ? [] : [`${name}: ${reason}`]));
      if (isStopping) reasons.push("stopping");
      return { ready: reasons.length === 0, reasons };
    },
  };
}

function check(name: string, reason: string | undefined): Check {
  return reason === undefined ? { name, ok: true } : { name, ok: false, reason };
}
