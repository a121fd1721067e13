import { MillraceError } from "../../sdk/error.ts";

/** What the exit code of `millrace` means. */
export const exitCodes = {
  done: 0,
  /** Something unexpected: a mistake of the program. `doctor` also ends with it when a check fails. */
  failed: 1,
  /** An argument, a setting or a file is wrong. */
  usage: 2,
  /** The chain would refuse, or has refused; the error says why. */
  chainRefuses: 3,
  relayerRefuses: 4,
  /** The node or the relayer does not answer. */
  unreachable: 5,
  /** Nothing was sent, because nobody confirmed it. */
  notConfirmed: 6,
  /** Done, and something needs attention: a lease ends sooner than `--warn`, an attestation is not good. */
  warned: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byErrorCode: Readonly<Record<string, ExitCode>> = {
  "chain-refuses": exitCodes.chainRefuses,
  "change-refused": exitCodes.chainRefuses,
  "too-few-votes": exitCodes.chainRefuses,
  "too-little-mill": exitCodes.chainRefuses,
  "proposal-exists": exitCodes.chainRefuses,
  "proposal-state": exitCodes.chainRefuses,
  "relayer-refused": exitCodes.relayerRefuses,
  "not-settled": exitCodes.relayerRefuses,
  "relayer-unreachable": exitCodes.unreachable,
  "relayer-answer": exitCodes.unreachable,
  "node-unreachable": exitCodes.unreachable,
  "not-confirmed": exitCodes.notConfirmed,
};

/** Every error that is thrown on purpose and not listed is about what the user gave. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof MillraceError ? (byErrorCode[error.code] ?? exitCodes.usage) : exitCodes.failed;
}
