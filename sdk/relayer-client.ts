import type { Address, Hex } from "viem";
import {
  type OfferFilter,
  type OfferPage,
  type OfferPosted,
  offerPageSchema,
  offerPostedSchema,
  offersPath,
  type SignedOffer,
} from "./offer-book.ts";
import { ask, askFor, lookUp } from "./relayer-http.ts";
import {
  type Admission,
  type AdmissionQuestion,
  admissionSchema,
  type ReceiptPosted,
  type RelayerLease,
  type RelayerOperator,
  type RelayerReceipt,
  receiptPostedSchema,
  relayerLeaseSchema,
  relayerOperatorSchema,
  relayerReceiptSchema,
  type SignedReceipt,
} from "./relayer-market.ts";
import {
  type RelayerChannel,
  relayerChannelSchema,
  type SignedVoucher,
  toVoucherAnswer,
  type VoucherAnswer,
  voucherAnswersSchema,
  voucherOnTheWire,
} from "./relayer-vouchers.ts";
import { toJson } from "./wire.ts";

/**
 * A relayer's HTTP interface. Every call throws MillraceError `relayer-unreachable`, `relayer-refused` (the problem's
 * code is in `found`) or `relayer-answer`.
 */
export type RelayerClient = {
  /** Hand over vouchers, at most 1,000; the answers come in the same order. */
  readonly postVouchers: (vouchers: readonly SignedVoucher[]) => Promise<VoucherAnswer[]>;
  /** What it knows of a channel; undefined if nothing. */
  readonly channel: (channelId: Hex) => Promise<RelayerChannel | undefined>;
  /** Whether it is healthy, and what it says of itself. */
  readonly health: () => Promise<{ readonly isHealthy: boolean; readonly report: unknown }>;

  /** Publish a signed offer. The same one may be posted again at any time. */
  readonly postOffer: (signed: SignedOffer) => Promise<OfferPosted>;
  /** Offers that can be taken now, the cheapest first, a page at a time. */
  readonly offers: (filter?: OfferFilter) => Promise<OfferPage>;
  /** What an operator has here, and its standing. */
  readonly operator: (operator: Address) => Promise<RelayerOperator>;
  /** Whether a buyer is good for an amount, from the relayer's own copy of the chain. */
  readonly admission: (question: AdmissionQuestion) => Promise<Admission>;
  /** What the chain says of a lease; undefined if it was never opened. */
  readonly lease: (leaseId: Hex) => Promise<RelayerLease | undefined>;
  /** Publish what the operator has signed of an ended lease. A later one replaces it. */
  readonly postReceipt: (signed: SignedReceipt) => Promise<ReceiptPosted>;
  /** The lease and its operator's receipt; undefined if the lease was never opened. */
  readonly leaseReceipt: (leaseId: Hex) => Promise<RelayerReceipt | undefined>;
};

/** @param url like http://127.0.0.1:8645 */
export function relayerClient(url: string): RelayerClient {
  const base = url.replace(/\/+$/, "");
  return {
    postVouchers: async (vouchers) => {
      const body = { vouchers: vouchers.map(voucherOnTheWire) };
      const { results } = await askFor(voucherAnswersSchema, `${base}/v1/vouchers`, body);
      return results.map(toVoucherAnswer);
    },
    channel: (channelId) => lookUp(relayerChannelSchema, `${base}/v1/channels/${channelId}`),
    health: async () => {
      const { status, json } = await ask(`${base}/v1/health`);
      return { isHealthy: status === 200, report: json };
    },

    postOffer: (signed) => askFor(offerPostedSchema, `${base}/v1/offers`, toJson(signed)),
    offers: (filter = {}) => askFor(offerPageSchema, `${base}${offersPath(filter)}`),
    operator: (operator) => askFor(relayerOperatorSchema, `${base}/v1/operators/${operator.toLowerCase()}`),
    admission: ({ buyer, token, amount }) =>
      askFor(admissionSchema, `${base}/v1/admission?${new URLSearchParams({ buyer, token, amount: `${amount}` })}`),
    lease: (leaseId) => lookUp(relayerLeaseSchema, `${base}/v1/leases/${leaseId}`),
    postReceipt: (signed) => askFor(receiptPostedSchema, `${base}/v1/receipts`, toJson(signed)),
    leaseReceipt: (leaseId) => lookUp(relayerReceiptSchema, `${base}/v1/leases/${leaseId}/receipt`),
  };
}
