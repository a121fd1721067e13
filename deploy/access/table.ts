import { DISPUTE_ACCESS } from "./disputes.ts";
import { GOVERNANCE_ACCESS } from "./governance.ts";
import { INCENTIVE_ACCESS } from "./incentives.ts";
import { LEASE_ACCESS } from "./leases.ts";
import { anyone, type ContractAccess, OWNED, only, UNAUTHORIZED } from "./rule.ts";
import { STAKE_ACCESS } from "./stake.ts";

const DEPOSIT = { whilePaused: "DepositsPaused" };
const OPENING = { whilePaused: "OpeningPaused" };

const ESCROW: ContractAccess = {
  deposit: [anyone("the caller's own tokens, to its own balance", DEPOSIT)],
  depositWithPermit: [anyone("for whoever signed the permit", DEPOSIT)],
  depositWithAuthorization: [anyone("for whoever signed the authorisation", DEPOSIT)],
  depositWithPermit2: [
    anyone("for whoever signed the transfer", { when: "the network has Permit2", ...DEPOSIT }),
    only([], "", "refused without a reason: there is nobody to ask", {
      when: "the network has no Permit2",
      whilePaused: "DepositsPaused",
    }),
  ],
  withdraw: [anyone("the caller's own free balance")],
  open: [anyone("from the caller's own free balance", OPENING)],
  openControlled: [only(["controller"], "NotController", "for a payer that called it", OPENING)],
  topUp: [
    only(["payer"], "NotAuthorized", "from the payer's free balance", { when: "plain channel" }),
    only(["payer", "controller"], "NotAuthorized", "from the payer's free balance", { when: "controlled channel" }),
  ],
  requestClose: [
    only(["payer"], "NotAuthorized", "starts the challenge period", { when: "plain channel" }),
    only(["controller"], "NotAuthorized", "starts the challenge period", { when: "controlled channel" }),
  ],
  close: [
    only(["operator"], "CloseNotRequested", "gives up the rest", { when: "plain channel" }),
    only(["controller"], "CloseNotRequested", "decides over the rest", { when: "channel by amount" }),
    only([], "CloseNotRequested", "a close must be requested first", { when: "controlled channel with vouchers" }),
    anyone("the rest goes to the payer", { when: "challenge period over" }),
  ],
  closeByBoth: [anyone("with the signatures of payer and operator")],
  settleAmount: [only(["controller"], "NotAuthorized", "of a channel by amount")],
  closeAmount: [only(["controller"], "NotAuthorized", "of a channel by amount")],
  settle: [anyone("with vouchers of the channel's signer")],
  settleGroups: [anyone("with vouchers of the channels' signers")],
  settleBatch: [anyone("with one signature of the channels' signer")],
  settleVoucherAndWithdraw: [anyone("the caller's own earnings, to its beneficiary")],
  withdrawEarnings: [anyone("the caller's own earnings, to its beneficiary")],
  setBeneficiary: [
    only(["operator"], "NotAuthorized", "names where its earnings go", { when: "none was named" }),
    only(["beneficiary"], "NotAuthorized", "passes the earnings on", { when: "one was named" }),
  ],
  setRelayer: [anyone("for the caller's own vouchers, after the notice period")],
  collectRelayerFees: [anyone("to the relayers' own free balances")],
  collectFees: [only(["feeCollector"], "NotAuthorized", "to its own free balance")],
  wire: [only(["wirer"], "NotAuthorized", "once and for ever")],
  multicall: [anyone("each call counts as the caller's own")],
};

const PARAMETERS: ContractAccess = {
  set: [only(["governance"], UNAUTHORIZED, "within bounds, step and interval")],
  setPaymentToken: [only(["governance"], UNAUTHORIZED, "lists or delists; what is in Escrow stays usable")],
  setGuardian: [only(["governance"], UNAUTHORIZED, "names the guardian")],
  ...OWNED,
  pause: [
    only(["guardian"], "NotGuardian", "one action, for a bounded time, then not for the time of rest", {
      whilePaused: "PausedTooSoon",
    }),
  ],
  unpause: [only(["guardian", "governance"], "NotGuardian", "ends a pause early", { when: "the action is paused" })],
};

const MILL_TOKEN: ContractAccess = {
  transfer: [anyone("the caller's own MILL")],
  approve: [anyone("of the caller's own MILL")],
  transferFrom: [anyone("within the allowance that the caller was given")],
  permit: [anyone("with the holder's signature")],
  delegate: [anyone("the caller's own votes")],
  delegateBySig: [anyone("with the holder's signature")],
  burn: [anyone("the caller's own MILL")],
  mint: [only(["minter"], "NotMinter", "up to the cap")],
  wireMinter: [only(["wirer"], "NotWirer", "once and for ever")],
};

/** Who may call what, of every contract. `docs/access.md` is generated from it, and a test observes that it is true. */
export const ACCESS: Readonly<Record<string, ContractAccess>> = {
  Escrow: ESCROW,
  Parameters: PARAMETERS,
  MillToken: MILL_TOKEN,
  ...STAKE_ACCESS,
  ...LEASE_ACCESS,
  ...DISPUTE_ACCESS,
  ...INCENTIVE_ACCESS,
  ...GOVERNANCE_ACCESS,
};
