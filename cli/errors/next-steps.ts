import type { ContractErrorName } from "viem";
import type { escrowAbi } from "../../sdk/abi/escrow.ts";
import type { permit2ErrorsAbi } from "../../sdk/permit2.ts";

export type EscrowErrorName = ContractErrorName<typeof escrowAbi>;

/** What somebody can do who meets this error of Escrow. Every error of its ABI is here. */
export const nextSteps: Readonly<Record<EscrowErrorName, string>> = {
  AddressEmptyCode: "This is a mistake of the deployment: `millrace doctor` compares it with the chain.",
  AlreadyWired: "Nothing to do: the deployment is complete.",
  AmountTooLarge: "Use an amount that fits 96 bits.",
  ChallengePeriodRunning: "Wait until the time that `millrace status` shows, then close again.",
  ChannelControlled: "Close it through the contract that opened it.",
  ChannelExists: "Open it with another --nonce; a used one is spent for good.",
  ChannelIsClosed: "Nothing to do: it is closed for good. Open a new one with `millrace open`.",
  ChannelIsClosing: "Once a close is requested the channel only ends. Open a new one with `millrace open`.",
  ChannelUnknown: "List your channels with `millrace status`; the terms must be exactly those of the opening.",
  CloseNotRequested: "The payer asks first: `millrace close` by the payer's key.",
  CumulativeAboveDeposited: "Both sides sign for at most what is deposited, or the payer tops up first.",
  CumulativeBelowSettled: "Both sides sign for at least what is settled already; `millrace status` shows it.",
  DepositsPaused: "Wait until the pause ends; withdrawing and closing are never paused.",
  EarningsFull: "The operator withdraws first: `millrace earnings --withdraw`.",
  FailedCall: "One of the calls failed without saying why; send them one by one.",
  FeeBpsTooHigh: "Name a rate up to the maximum that is shown.",
  InsufficientFreeBalance: "Use at most what is free, or put in more with `millrace deposit`.",
  InvalidShortString: "This is a mistake of the deployment: `millrace doctor` compares it with the chain.",
  InvalidSignature: "Sign again with the key of the account that is shown, over exactly this amount.",
  NotAuthorized: "Use the key of the account that is expected.",
  NotByAmount: "This channel is paid by vouchers.",
  NotController: "Only a contract that was wired at deployment can do this.",
  NothingToWithdraw: "Nothing to do: there are no earnings yet. `millrace status` shows what is not settled.",
  OpeningPaused: "Wait until the pause ends; withdrawing and closing are never paused.",
  PermitRefused: "Sign a new permit, or deposit with your own key.",
  ReentrancyGuardReentrantCall: "The token calls back into Escrow; do not use it.",
  RunsMismatch: "Name as many vouchers as were signed, at most 256.",
  SafeCastOverflowedUintDowncast: "Use a smaller amount.",
  SafeERC20FailedOperation: "Check your balance of the token and the allowance: `millrace doctor`.",
  StringTooLong: "This is a mistake of the deployment: `millrace doctor` compares it with the chain.",
  TokenCallFailed: "The token does not answer as an ERC-20 does; check its address.",
  TokenNotListed: "Use a token of the payment-token list; one that was taken off can still be withdrawn.",
  ZeroAddress: "Name an address that is not zero.",
  ZeroAmount: "Name an amount above zero.",
};

/** The same for Permit2's errors. */
export const permit2Steps: Readonly<Record<ContractErrorName<typeof permit2ErrorsAbi>, string>> = {
  InvalidAmount: "Sign for the amount that is deposited: run `millrace deposit` again.",
  InvalidContractSignature: "The wallet contract refuses the signature; sign with a key that it knows.",
  InvalidNonce: "This signature was used; each counts once. Run `millrace deposit` again for a new one.",
  InvalidSignature: "Sign again with the key that holds the tokens.",
  InvalidSignatureLength: "Give the signature as 65 bytes r, s, v.",
  InvalidSigner: "Sign with the key that holds the tokens, for this chain and its Permit2.",
  SignatureExpired: "It waited too long. Run `millrace deposit` again for a new signature.",
};
