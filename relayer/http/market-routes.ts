import type { FastifyInstance } from "fastify";
import type { Hex } from "viem";
import { z } from "zod";
import { offersDomain } from "../../sdk/offer.ts";
import { offerFilterSchema, signedOfferSchema } from "../../sdk/offer-book.ts";
import { receiptDomain } from "../../sdk/receipt.ts";
import { signedReceiptSchema } from "../../sdk/relayer-market.ts";
import { addressText, decimal } from "../../sdk/wire.ts";
import type { LeaseContracts } from "../chain/market-contracts.ts";
import { takeOffer } from "../intake/take-offer.ts";
import { takeReceipt } from "../intake/take-receipt.ts";
import type { Database } from "../store/database.ts";
import type { GroupedReads } from "../store/grouped-reads.ts";
import { readLeaseRecord } from "../store/leases.ts";
import { searchOffers } from "../store/offers.ts";
import { readReceipt } from "../store/receipts.ts";
import { answerOnce, type JsonAnswer } from "./idempotent.ts";
import { issuesOf } from "./issues.ts";
import { admissionInJson, leaseInJson, leaseReceiptInJson, offerInJson, offersInJson } from "./market-views.ts";
import { type Problem, problem, problemOfRefusal } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

export type MarketRouteOptions = {
  readonly db: Database;
  readonly reads: Pick<GroupedReads, "balance">;
  readonly chainId: number;
  /** Undefined where the deployment has no leases. */
  readonly contracts: LeaseContracts | undefined;
  /** Payment tokens of the deployment, in lower case. */
  readonly tokens: ReadonlySet<string>;
  readonly offersPerOperator: number;
  readonly catchUp: () => Promise<void>;
  /** Why nothing can be said of the chain's present state, if so. */
  readonly unavailable: () => Problem | undefined;
};

type ById = { Params: { id: string } };

/** What an operator asks of a buyer, in a query. */
export const admissionQuerySchema = z.strictObject({ buyer: addressText, token: addressText, amount: decimal(96) });

const defaultLimit = 50;

/** Offers, admission, leases and receipts. */
export function registerMarketRoutes(app: FastifyInstance, options: MarketRouteOptions): void {
  registerAdmission(app, options);
  registerOffers(app, options);
  registerLeases(app, options);
}

function registerAdmission(app: FastifyInstance, { reads, tokens, unavailable }: MarketRouteOptions): void {
  app.get("/v1/admission", async (request, reply) => {
    const stopped = unavailable();
    if (stopped !== undefined) return sendProblem(reply, stopped, 1);
    const parsed = admissionQuerySchema.safeParse(request.query);
    if (!parsed.success) return sendProblem(reply, problem("malformed_request", { issues: issuesOf(parsed.error) }));
    const question = parsed.data;
    if (!tokens.has(question.token.toLowerCase())) {
      return sendProblem(reply, problem("unknown_token", { token: question.token.toLowerCase() }));
    }
    const known = await reads.balance({ account: question.buyer, token: question.token });
    if (known === undefined) return sendProblem(reply, problem("chain_behind"), 1);
    return admissionInJson(question, known.balance, known.head);
  });
}

function registerOffers(app: FastifyInstance, options: MarketRouteOptions): void {
  const { db, chainId, contracts, tokens, offersPerOperator, catchUp, unavailable } = options;

  const post = async (body: unknown): Promise<JsonAnswer | Problem> => {
    if (contracts === undefined) return problem("no_leases");
    const stopped = unavailable();
    if (stopped !== undefined) return stopped;
    const parsed = signedOfferSchema.safeParse(body);
    if (!parsed.success) return problem("malformed_offer", { issues: issuesOf(parsed.error) });
    const domain = offersDomain(chainId, contracts.offers);
    const parts = { db, domain, tokens, offersPerOperator, catchUp, onTheWire: offerInJson };
    const result = await takeOffer(parts, parsed.data);
    if (result.kind === "refused") return problemOfRefusal(result.refusal);
    return { status: 200, body: { id: result.id, isDuplicate: result.isDuplicate } };
  };
  app.post("/v1/offers", (request, reply) => answerOnce(db, request, reply, () => post(request.body)));

  app.get("/v1/offers", async (request, reply) => {
    if (contracts === undefined) return sendProblem(reply, problem("no_leases"));
    const stopped = unavailable();
    if (stopped !== undefined) return sendProblem(reply, stopped, 1);
    const parsed = offerFilterSchema.safeParse(request.query);
    if (!parsed.success) return sendProblem(reply, problem("malformed_request", { issues: issuesOf(parsed.error) }));
    const limit = parsed.data.limit ?? defaultLimit;
    return offersInJson(await searchOffers(db, parsed.data, limit), limit);
  });
}

function registerLeases(app: FastifyInstance, options: MarketRouteOptions): void {
  const { db, chainId, contracts, catchUp, unavailable } = options;

  const post = async (body: unknown): Promise<JsonAnswer | Problem> => {
    if (contracts === undefined) return problem("no_leases");
    const stopped = unavailable();
    if (stopped !== undefined) return stopped;
    const parsed = signedReceiptSchema.safeParse(body);
    if (!parsed.success) return problem("malformed_receipt", { issues: issuesOf(parsed.error) });
    const parts = { db, domain: receiptDomain(chainId, contracts.leases), catchUp };
    const result = await takeReceipt(parts, parsed.data);
    if (result.kind === "refused") return problemOfRefusal(result.refusal);
    return { status: 200, body: { leaseId: result.leaseId, isDuplicate: result.isDuplicate } };
  };
  app.post("/v1/receipts", (request, reply) => answerOnce(db, request, reply, () => post(request.body)));

  app.get<ById>("/v1/leases/:id", async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const lease = isLeaseId(id) ? await readLeaseRecord(db, id) : malformedId();
    if (lease === undefined) return sendProblem(reply, problem("not_found", { found: id }));
    return "code" in lease ? sendProblem(reply, lease) : leaseInJson(lease);
  });

  app.get<ById>("/v1/leases/:id/receipt", async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const lease = isLeaseId(id) ? await readLeaseRecord(db, id) : malformedId();
    if (lease === undefined) return sendProblem(reply, problem("not_found", { found: id }));
    if ("code" in lease) return sendProblem(reply, lease);
    return leaseReceiptInJson(lease, await readReceipt(db, lease.record.leaseId));
  });
}

function isLeaseId(id: string): id is Hex {
  return /^0x[0-9a-f]{64}$/.test(id);
}

function malformedId(): Problem {
  const message = "expected a lease id: 0x and 64 hex digits";
  return problem("malformed_request", { issues: [{ path: "id", message }] });
}
