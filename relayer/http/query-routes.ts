import type { FastifyInstance } from "fastify";
import type { Address, Hex } from "viem";
import { parseVoucherId } from "../core/voucher.ts";
import type { Database } from "../store/database.ts";
import type { GroupedReads } from "../store/grouped-reads.ts";
import { readHead } from "../store/head.ts";
import { readOperatorStanding } from "../store/standing.ts";
import { readBatch, readOperator, readVoucherFacts } from "../store/views.ts";
import { standingInJson } from "./market-views.ts";
import { problem } from "./problem.ts";
import { problems } from "./problem-catalogue.ts";
import { sendProblem } from "./send-problem.ts";
import { batchInJson, channelInJson, operatorInJson, voucherInJson } from "./views.ts";

export type QueryRouteOptions = {
  readonly db: Database;
  readonly reads: Pick<GroupedReads, "channel">;
  readonly finalHeight: (head: number) => number;
  /** Whether the deployment has leases. */
  readonly hasLeases: boolean;
};

type ById = { Params: { id: string } };

/** Everything that can be asked for without changing anything. */
export function registerQueryRoutes(app: FastifyInstance, options: QueryRouteOptions): void {
  const { db, reads, finalHeight, hasLeases } = options;
  app.get<ById>("/v1/channels/:id", async (request, reply) => {
    const id = request.params.id.toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(id)) return sendProblem(reply, malformed("id", "a channel id: 0x and 64 hex digits"));
    const row = await reads.channel(id as Hex);
    return row === undefined ? sendProblem(reply, problem("not_found", { found: id })) : channelInJson(row);
  });

  app.get<ById>("/v1/vouchers/:id", async (request, reply) => {
    const id = parseVoucherId(request.params.id.toLowerCase());
    if (id === undefined) return sendProblem(reply, malformed("id", "a voucher id: <channelId>-<cumulative>"));
    const head = await readHead(db);
    const facts = await readVoucherFacts(db, id.channelId, id.cumulative, finalHeight(head?.number ?? 0));
    const view = facts === undefined ? undefined : voucherInJson(id.channelId, id.cumulative, facts);
    return view ?? sendProblem(reply, problem("not_found", { found: request.params.id }));
  });

  app.get<ById>("/v1/batches/:id", async (request, reply) => {
    if (!/^[1-9]\d{0,14}$/.test(request.params.id)) return sendProblem(reply, malformed("id", "a batch's number"));
    const found = await readBatch(db, Number(request.params.id));
    return found === undefined
      ? sendProblem(reply, problem("not_found", { found: request.params.id }))
      : batchInJson(found);
  });

  app.get<ById>("/v1/operators/:id", async (request, reply) => {
    const id = request.params.id.toLowerCase();
    if (!/^0x[0-9a-f]{40}$/.test(id))
      return sendProblem(reply, malformed("address", "an address: 0x and 40 hex digits"));
    const standing = hasLeases ? await readOperatorStanding(db, id as Address) : undefined;
    const market = standing === undefined ? null : standingInJson(standing);
    return { ...operatorInJson(id as Address, await readOperator(db, id as Address)), market };
  });

  app.get<ById>("/v1/problems/:id", async (request, reply) => {
    const code = request.params.id;
    if (!Object.hasOwn(problems, code)) return sendProblem(reply, problem("not_found", { found: code }));
    return { code, ...problems[code as keyof typeof problems] };
  });
}

function malformed(path: string, expected: string) {
  return problem("malformed_request", { issues: [{ path, message: `expected ${expected}` }] });
}
