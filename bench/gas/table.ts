import type { GasFigures } from "./bench.ts";

/** One row: our figure beside the target and the best peer, whose figure is quoted with what it does. */
type Row = readonly [operation: string, gas: number, target: number | null, peer: string];

/** The gas table for people. Peers were measured in November 2026 from their own Solidity, in one EVM. */
export function gasTable(f: GasFigures): string {
  const rows: Row[] = [
    ["deposit", f.deposit, 55_000, "The Graph 58,748"],
    ["open a channel", f.open, 62_000, "Filecoin createRail 212,141"],
    ["settle one voucher", f.settle.one, 42_000, "x402 batch-settlement claim 49,077"],
    ["the same, relayer paid", f.settle.oneWithRelayerFee, 47_000, "Livepeer ticket 182,577"],
    ["one voucher to a wallet", f.settle.toWallet, 56_000, "x402 in two transactions 95,291"],
    ["per voucher, batch of 100", f.settle.perVoucher[100] ?? 0, 12_500, "x402 19,974"],
    ["per voucher, batch of 1,000", f.settle.perVoucher[1000] ?? 0, 12_200, "x402 stops near 755"],
    ["per voucher, one signature for 100", f.settle.gateway[100], 8_000, "-"],
    ["the same, 100 operators", f.settle.gatewayOperators[100], 13_500, "-"],
    ["life of a channel", f.channel.life, 185_000, "Filecoin about 420,000"],
    ["stake", f.stake, 70_000, "The Graph 59,943, accrues no rewards"],
    ["delegate", f.delegate, 77_000, "The Graph 77,174"],
    ["stake, while rewards accrue", f.rewards.alone.stake, 70_000, "-"],
    ["the same, with delegators", f.rewards.delegated.stake, 70_000, "-"],
    ["delegate, while rewards accrue", f.rewards.delegated.delegate, 77_000, "-"],
    ["claim a reward", f.rewards.alone.claim, 60_000, "Synthetix 76,415"],
    ["the same, with delegators", f.rewards.delegated.claim, 60_000, "Synthetix 76,415"],
    ["take own stake out, two steps", f.leave, 150_000, "Synthetix 84,574 without delay; The Graph 289,394"],
    ["take a delegation out, two steps", f.leaveDelegation, 150_000, "Livepeer 404,534"],
    ["book a slash", f.slash.book, 89_000, "The Graph 89,886"],
    ["end a dispute, slash included", f.slash.execute, null, "-"],
    ["claim what a slash pays", f.slash.claim, 60_000, "Synthetix, a reward 76,415"],
    ["register a node, two attestations", f.node.register, null, "-"],
    ["open a lease", f.lease.open, null, "Filecoin createRail, no bond 212,141"],
    ["life of a lease, four transactions", f.lease.life, 420_000, "nobody has bond, node and record"],
    ["the same, paid before it is final", f.lease.lifeInFive, null, "-"],
    ...(["propose", "vote", "queue", "execute"] as const).map((step): Row => {
      const plain = f.governance.plain[step];
      const target = Math.floor(plain * 1.1);
      return [
        `${step} (governance)`,
        f.governance.millrace[step],
        target,
        `OpenZeppelin ${plain.toLocaleString("en")}`,
      ];
    }),
  ];
  const cells = rows.map(([operation, gas, target, peer]) => [
    operation,
    gas.toLocaleString("en"),
    target === null ? "" : target.toLocaleString("en"),
    peer,
  ]);
  const table = [["gas", "Millrace", "target", "best peer"], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 1 || i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join("  ");
  return table.map(line).join("\n");
}
