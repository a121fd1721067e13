import type { Address, Hex } from "viem";
import { z } from "zod";
import { leaseClaims, leaseOutcomes, leaseStates } from "./lease.ts";
import { leaseTermsSchema } from "./lease-wire.ts";
import type { LeaseReceipt } from "./receipt.ts";
import { receiptSchema } from "./receipt-wire.ts";
import { addressText, decimal, hash32, signatureBytes } from "./wire.ts";

// What the relayer answers of buyers, operators and leases, from its own copy of the chain.

const time = z.int().meta({ description: "Timestamp, s; 0 while not reached" });
const amount = decimal(128).meta({ description: "In the token's smallest unit, decimal" });

/** The block that an answer is of. */
export const asOfSchema = z.strictObject({ number: z.int(), hash: hash32, timestamp: z.int() });

export type AdmissionQuestion = {
  readonly buyer: Address;
  readonly token: Address;
  /** In the token's smallest unit. */
  readonly amount: bigint;
};

export const admissionReasons = ["enough", "free_balance_too_low"] as const;

/** Whether a buyer could lock an amount now, and what else it has here. Amounts in the token's smallest unit. */
export const admissionSchema = z.strictObject({
  buyer: addressText,
  token: addressText,
  amount,
  isGood: z.boolean().meta({ description: "The free balance is at least the amount" }),
  reason: z.enum(admissionReasons),
  freeBalance: amount.meta({ description: "What the buyer can lock or withdraw at any moment" }),
  openChannels: z
    .int()
    .meta({ description: "Channels of the buyer in this token that are not closed, those of leases included" }),
  channelDeposits: amount.meta({ description: "What those channels were given in all, paid or not" }),
  openLeases: z.int().meta({ description: "Leases of the buyer in this token that wait or run" }),
  asOf: asOfSchema,
});
export type Admission = z.infer<typeof admissionSchema>;

/** A lease as the chain's events tell it, as of a block. */
export const relayerLeaseSchema = z.strictObject({
  leaseId: hash32,
  terms: leaseTermsSchema,
  channelId: hash32,
  state: z.enum(leaseStates),
  outcome: z.enum(leaseOutcomes),
  claim: z.enum(leaseClaims),
  startedAt: time,
  endsAt: time,
  endedAt: time,
  outageSeconds: z.int(),
  extendedSeconds: z.int(),
  price: amount.meta({ description: "Of the whole duration, extensions included" }),
  bond: amount.meta({ description: "Of the whole duration, in MILL's smallest unit, before compensation or slash" }),
  paid: amount.meta({ description: "What the channel has settled, fees included" }),
  refunded: amount.meta({ description: "What went back to the buyer; 0 until the channel is closed" }),
  channelClosed: z.boolean(),
  compensationBooked: amount.meta({ description: "In MILL's smallest unit" }),
  continuedBy: z.array(hash32).meta({ description: "Leases that say they go on from this one" }),
  batch: z.int().nullable().meta({ description: "The relayer's transaction in flight that takes a step of it" }),
  waits: z
    .strictObject({ reason: z.string(), until: z.string() })
    .nullable()
    .meta({ description: "Why a step that was due waits, and until when (ISO 8601)" }),
  asOf: asOfSchema,
});
export type RelayerLease = z.infer<typeof relayerLeaseSchema>;

export const signedReceiptSchema = z.strictObject({ receipt: receiptSchema, signature: signatureBytes });
export type SignedReceipt = { readonly receipt: LeaseReceipt; readonly signature: Hex };

export const receiptPostedSchema = z.strictObject({ leaseId: hash32, isDuplicate: z.boolean() });
export type ReceiptPosted = z.infer<typeof receiptPostedSchema>;

/** What the chain knows of a lease, and what its operator signed of it, if it did. */
export const relayerReceiptSchema = z.strictObject({
  lease: relayerLeaseSchema,
  signed: signedReceiptSchema
    .extend({
      signer: addressText.meta({ description: "The operator, or the key it had named when the receipt was posted" }),
      isCurrent: z.boolean().meta({ description: "The chain still says what the receipt says" }),
    })
    .nullable(),
});
export type RelayerReceipt = z.infer<typeof relayerReceiptSchema>;

/** What an operator has at this relayer, and its standing in the market; `market` is null where there are no leases. */
export const relayerOperatorSchema = z.strictObject({
  operator: addressText,
  tokens: z.array(
    z.strictObject({
      token: addressText,
      channels: z.int(),
      acknowledged: amount,
      settled: amount,
      unsettled: amount,
      due: amount.meta({ description: "Unsettled, and not in a transaction yet" }),
      closing: z.int().meta({ description: "Unsettled channels whose close was requested" }),
      setAside: z.int(),
      oldestUnsettledSeconds: z.int().nullable(),
    }),
  ),
  market: z
    .strictObject({
      tier: z.int(),
      record: z.strictObject({
        leases: z.int().meta({ description: "Leases that were recorded" }),
        good: amount.meta({ description: "As of the last record, in reference units with 18 decimals" }),
        bad: amount.meta({ description: "As of the last record, in reference units with 18 decimals" }),
        served: amount.meta({
          description: "Value of leases that ended well in all, in reference units with 18 decimals",
        }),
        firstBlock: z.int().meta({ description: "Of the first record; 0 if there is none" }),
      }),
      capacity: z.strictObject({
        nodes: z.int().meta({ description: "Active, with an attestation that is good" }),
        units: z.int(),
        leasedUnits: z.int(),
      }),
      leases: z.strictObject({
        open: z.int(),
        running: z.int(),
        ended: z.int().meta({ description: "Not final yet" }),
        disputed: z.int(),
      }),
      offers: z.int().meta({ description: "Of those posted here, how many can be taken now" }),
      asOf: asOfSchema,
    })
    .nullable(),
});
export type RelayerOperator = z.infer<typeof relayerOperatorSchema>;
