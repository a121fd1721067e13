import { Command } from "commander";
import { addArbitrator } from "./commands/arbitrator/group.ts";
import { addAttestor } from "./commands/attestor/group.ts";
import { addClose } from "./commands/close.ts";
import { addCredit } from "./commands/credit/group.ts";
import { addDelegator } from "./commands/delegator/group.ts";
import { addDeposit } from "./commands/deposit.ts";
import { addDispute } from "./commands/dispute/group.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEarnings } from "./commands/earnings.ts";
import { addExplain } from "./commands/explain/group.ts";
import { addExport } from "./commands/export.ts";
import { addGovernance } from "./commands/governance/group.ts";
import { addInit } from "./commands/init.ts";
import { addKeeper } from "./commands/keeper.ts";
import { addKey } from "./commands/key.ts";
import { addLease } from "./commands/lease/group.ts";
import { addLocal } from "./commands/local.ts";
import { addOffers } from "./commands/offers/group.ts";
import { addOpen } from "./commands/open.ts";
import { addOperator } from "./commands/operator/group.ts";
import { addPay } from "./commands/pay.ts";
import { addReceipt } from "./commands/receipt/group.ts";
import { addRewards } from "./commands/rewards/group.ts";
import { addRunway } from "./commands/runway.ts";
import { addSend } from "./commands/send.ts";
import { addSettle } from "./commands/settle.ts";
import { addSign } from "./commands/sign.ts";
import { addStatus } from "./commands/status.ts";
import { addTerms } from "./commands/terms.ts";
import { addTopUp } from "./commands/top-up.ts";
import { addWithdraw } from "./commands/withdraw.ts";
import { addGlobalOptions } from "./global-options.ts";

const afterHelp = `
From nothing to a settled voucher on the demo's chain (npm run demo -- --keep prints the first line):
  millrace init --rpc URL --deployment FILE --relayer URL
  millrace key new
  millrace local fund
  millrace deposit 10 --permit --yes
  millrace open OPERATOR 5 --yes
  millrace pay --add 0.25 --wait 60 --yes
  millrace status

Nothing is sent without an answer at the terminal or --yes; --dry-run checks and shows only.

Exit codes: 0 done, 1 failed, 2 an argument or setting is wrong, 3 the chain refuses, 4 the relayer refuses,
5 node or relayer does not answer, 6 not confirmed: nothing was sent, 7 done, but something needs attention.`;

/**
 * The whole command line.
 * @param isSilent whether what is wrong with the arguments is only thrown, not written
 */
export function buildProgram(isSilent = false): Command {
  const program = new Command("millrace")
    .exitOverride()
    .configureOutput(isSilent ? { writeErr: () => {} } : {})
    .description(
      "Escrow, leases, stake and votes: for buyers, operators, delegators, attestors, arbitrators, voters and keepers.",
    )
    .showHelpAfterError("(millrace --help, or --help after a command, says more)")
    .addHelpText("after", afterHelp);
  addGlobalOptions(program);

  program.commandsGroup("Setting up:");
  for (const add of [addInit, addKey, addLocal, addDoctor]) add(program);
  program.commandsGroup("For both sides:");
  for (const add of [addStatus, addSettle, addClose, addWithdraw, addExport, addExplain]) add(program);
  program.commandsGroup("For buyers:");
  for (const add of [addDeposit, addOpen, addTopUp, addPay, addSign, addSend, addRunway]) add(program);
  program.commandsGroup("For buyers of GPU time:");
  for (const add of [addOffers, addLease, addDispute, addReceipt, addCredit]) add(program);
  program.commandsGroup("For attestors and arbitrators:");
  for (const add of [addAttestor, addArbitrator]) add(program);
  program.commandsGroup("For operators:");
  for (const add of [addOperator, addEarnings, addTerms]) add(program);
  program.commandsGroup("For delegators:");
  addDelegator(program);
  program.commandsGroup("For voters:");
  addGovernance(program);
  program.commandsGroup("For anyone:");
  for (const add of [addKeeper, addRewards]) add(program);
  return program;
}
