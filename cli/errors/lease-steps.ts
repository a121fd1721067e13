import type { ContractErrorName } from "viem";
import type { disputesAbi } from "../../sdk/abi/disputes.ts";
import type { leasesAbi } from "../../sdk/abi/leases.ts";
import type { offersAbi } from "../../sdk/abi/offers.ts";
import type { EscrowErrorName } from "./next-steps.ts";
import type { stakeSteps } from "./stake-steps.ts";

type LeaseErrorName = ContractErrorName<typeof leasesAbi | typeof offersAbi | typeof disputesAbi>;

/** The same for errors of Leases, Offers and Disputes. */
export const leaseSteps: Readonly<Record<Exclude<LeaseErrorName, EscrowErrorName | keyof typeof stakeSteps>, string>> =
  {
    AlreadyDisputed: "A lease is disputed once at most; look at its dispute.",
    AlreadyReclaimed: "Nothing to do: notice was given; the lease ends by itself.",
    ArbitratorFailed:
      "The arbitrator does not take the dispute now. Anyone may submit it again until the ruling is due.",
    ArbitratorWithoutCode: "Name a contract as arbitrator.",
    BondTooSmall: "The operator signs a new offer with at least the least bond of the class.",
    DisputePending: "Wait for the ruling; only then is the lease made final.",
    DisputeUnknown: "Check the dispute's number.",
    DurationOutOfBounds: "Choose a duration within the offer's minimum and maximum.",
    ExtensionNotAllowed: "The buyer extends, or allows others more.",
    FeeNotReturned: "Send it from an account that takes money back.",
    GasTooLow: "Send it again with more gas.",
    LeaseExists: "Use another --nonce: the same offer is taken again under a new one.",
    LeaseUnknown: "The terms must be exactly those of the opening; check the lease's id.",
    NotDisputed: "Nothing to do: the lease has no open dispute.",
    NotLoser: "Only the loser of the ruling can appeal.",
    NotNodeOperator: "The operator signs a new offer for a node of its own.",
    OfferCounterOld: "The operator has withdrawn all its offers; find a newer one.",
    OfferExpired: "Find a newer offer.",
    OfferForAnother: "This offer is for one buyer only; find another.",
    OfferInvalid:
      "The operator signs the offer anew: the field that is named is out of bounds or contradicts the rest.",
    OfferUsedUp: "It was taken as often as it may be; find another.",
    OfferWithdrawn: "The operator has withdrawn this offer; find another.",
    OutageInvalid: "Attest a time within the lease, after the last outage that was reported.",
    PredecessorInvalid: "A lease goes on from one that has ended.",
    RulingUnknown: "Rule 0 (refuse), 1 (upheld) or 2 (rejected).",
    SignerInvalid: "By voucher, name whose vouchers count; by time, name nobody.",
    SubmittedAlready: "Nothing to do: the arbitrator has it.",
    TermsDiffer: "Give the terms of the lease that the dispute is about.",
    TooEarly: "Wait until the time that is shown.",
    TooLate: "It had to be done before the time that is shown.",
    VouchersSettled: "Nothing to do: vouchers have been settled since.",
    WrongFee: "Send along exactly the arbitrator's fee.",
    WrongKind: "Only an offer of another kind allows this.",
    WrongMetering: "Only a lease that is metered the other way allows this; `release` also needs a grace in the offer.",
    WrongState: "Its state does not allow this step now; look at it first.",
  };
