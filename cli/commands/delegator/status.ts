import type { Command } from "commander";
import { formatAmount } from "../../../sdk/amount.ts";
import { answer } from "../../answer.ts";
import { type Context, parseAddress } from "../../context.ts";
import { type Position, readPositions } from "../../delegator/positions.ts";
import { mill } from "../../mill.ts";
import { readWalletMill } from "../../operator/stake-facts.ts";
import { countdown } from "../../operator/thaws.ts";
import { short } from "../../output/format.ts";
import { factsText, tableText } from "../../output/layout.ts";
import type { Report, Table } from "../../output/report.ts";

export function addStatus(delegator: Command): void {
  delegator
    .command("status", { isDefault: true })
    .summary("your delegations: worth, gained since you entered, what thaws and until when")
    .argument("[delegator]", "an address (default: this account)")
    .action(answer(["csv"], (context, [who]: [string | undefined]) => status(context, who)));
}

async function status(context: Context, who: string | undefined): Promise<Report> {
  const delegator = who === undefined ? context.self() : parseAddress(who, "The delegator");
  const [{ timestamp }, positions, wallet] = await Promise.all([
    context.client.getBlock(),
    readPositions(context, delegator),
    readWalletMill(context, delegator),
  ]);
  const table = positionTable(positions);
  const thaws = positions.flatMap((position) => position.thaws);
  const thawing = thaws.map(({ operator, index, tokens, maturesAt }) => {
    return [`thaw ${index} of ${short(operator)}`, `${mill(tokens)}, ${countdown(maturesAt, timestamp)}`] as const;
  });
  const head = factsText([["delegator", delegator], ["wallet", mill(wallet)], ...thawing]);
  const list =
    positions.length === 0 ? "  No delegations. Next: millrace delegator quote OPERATOR AMOUNT" : tableText(table);
  return { json: { delegator, wallet, positions }, table, text: `${head}\n\n${list}` };
}

function positionTable(positions: readonly Position[]): Table {
  return {
    columns: ["operator", "worth", "thawing", "paid in", "taken out", "gained"],
    rows: positions.map(({ operator, worth, thaws, paidIn, takenOut, gained }) => {
      const thawing = thaws.reduce((sum, { tokens }) => sum + tokens, 0n);
      const amounts = [worth, thawing, paidIn, takenOut, gained].map((amount) => formatAmount(amount, 18));
      return [operator, ...amounts];
    }),
  };
}
