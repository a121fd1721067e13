import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../store/database.ts";
import { readHead } from "../store/head.ts";
import { readExposure } from "../store/views.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** Prometheus figures. Those about money and batches are read from the database when they are asked for. */
export function createMetrics(db: Database, symbols: ReadonlyMap<string, { symbol: string; decimals: number }>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "millrace_" });
  const registers = [registry];
  const vouchers = new Counter({
    name: "millrace_vouchers_total",
    help: "Vouchers received, by what became of them: stored, duplicate, or the code of the refusal",
    labelNames: ["result"],
    registers,
  });
  const commit = new Histogram({
    name: "millrace_commit_seconds",
    help: "Duration of one group commit",
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers,
  });
  const commitSize = new Histogram({
    name: "millrace_commit_vouchers",
    help: "Vouchers in one group commit",
    buckets: [1, 3, 10, 30, 100, 300, 1_000],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const unsettled = gauge("millrace_unsettled_tokens", "Acknowledged and not settled, in whole tokens", ["token"]);
  const closing = gauge("millrace_closing_tokens", "The part of it in channels whose close was requested", ["token"]);
  const setAside = gauge(
    "millrace_set_aside_tokens",
    "The part of it that is set aside: it failed, or is worth less than its gas",
    ["token"],
  );
  const claims = gauge("millrace_unsettled_vouchers", "Channels with something to settle", ["token"]);
  const oldest = gauge("millrace_oldest_unsettled_seconds", "Age of the oldest unsettled voucher", ["token"]);
  const head = gauge("millrace_chain_head", "Number of the last block that was followed");
  const batches = gauge("millrace_batches", "Journal entries, by state", ["state"]);

  const refresh = async (): Promise<void> => {
    for (const each of [unsettled, closing, setAside, claims, oldest, batches]) each.reset();
    for (const row of await readExposure(db)) {
      const { symbol, decimals } = symbols.get(row.token as string) ?? { symbol: String(row.token), decimals: 0 };
      const labels = { token: symbol };
      const whole = (value: unknown) => Number(value) / 10 ** decimals;
      unsettled.set(labels, whole(row.unsettled));
      closing.set(labels, whole(row.closing));
      setAside.set(labels, whole(row.set_aside));
      claims.set(labels, Number(row.claims));
      oldest.set(labels, Number(row.oldest));
    }
    head.set((await readHead(db))?.number ?? 0);
    for (const row of await db.query("select state, count(*) as n from journal group by state")) {
      batches.set({ state: String(row.state) }, Number(row.n));
    }
  };

  return {
    countVoucher: (result: string) => vouchers.inc({ result }),
    observeCommit: (seconds: number, size: number) => {
      commit.observe(seconds);
      commitSize.observe(size);
    },
    render: async () => {
      await refresh();
      return registry.metrics();
    },
  };
}
