/** The governor's and the timelock's own rules, for people; votes change them within the contracts' bounds. */
export const GOVERNANCE = {
  /** From a proposal until voting begins; 12 hours to 2 days. */
  delay: "1 day",
  /** How long voting lasts; 3 to 7 days. */
  period: "5 days",
  /** Least time left to vote once a quorum is reached; 1 to 3 days. */
  extension: "2 days",
  /** Of the supply, for or abstaining; whole percents, 2 to 10. */
  quorum: "4 %",
  /** Of the supply, what a proposer needs; fixed. */
  threshold: "0.05 %",
  /** From queueing until execution; 2 to 14 days. */
  timelock: "2 days",
} as const;
