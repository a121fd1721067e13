import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Cursor, ProgressEvent } from "../store/progress.ts";
import type { EventFeed } from "./event-feed.ts";
import { problem } from "./problem.ts";
import { sendProblem } from "./send-problem.ts";

export type EventRouteOptions = { readonly feed: EventFeed; readonly maxListeners: number };

type Filter = { operator?: string; channel?: string; batch?: string };
type EventsRequest = { Querystring: Filter; Headers: { "last-event-id"?: string } };

const heartbeatMs = 15_000;
// What a client may leave unread before it is cut off.
const mostUnreadBytes = 262_144;

/** `GET /v1/events`: server-sent events on the progress of batches and the closing of channels. */
export function registerEventRoutes(app: FastifyInstance, { feed, maxListeners }: EventRouteOptions): void {
  const open = new Set<ServerResponse>();
  app.addHook("preClose", async () => {
    for (const response of open) response.end();
  });

  app.get<EventsRequest>("/v1/events", async (request, reply) => {
    if (open.size >= maxListeners) return sendProblem(reply, problem("overloaded"), 5);
    const given = request.headers["last-event-id"];
    const after = given === undefined ? undefined : parseCursor(given);
    if (given !== undefined && after === undefined) {
      return sendProblem(
        reply,
        problem("malformed_request", { issues: [{ path: "Last-Event-ID", message: "expected an id of this stream" }] }),
      );
    }
    const filter = lowerCase(request.query);
    reply.hijack();
    const response = reply.raw;
    open.add(response);
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(": follow the progress of settlement\n\n");
    const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs);
    let unsubscribe: () => void = () => {};
    response.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      open.delete(response);
    });
    unsubscribe = await feed.listen((event) => {
      if (!matches(event, filter)) return;
      response.write(textOf(event));
      if (response.writableLength > mostUnreadBytes) response.destroy();
    }, after);
    if (response.closed) unsubscribe();
  });
}

function textOf({ cursor, kind, at, batch, channelId, detail }: ProgressEvent): string {
  const data = { at: at.toISOString(), batch: batch ?? null, channelId: channelId ?? null, detail };
  return `id: ${cursor.tx}-${cursor.id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

function matches(event: ProgressEvent, { operator, channel, batch }: Filter): boolean {
  if (operator !== undefined && !event.operators.includes(operator)) return false;
  if (channel !== undefined && event.channelId !== channel) return false;
  return batch === undefined || String(event.batch) === batch;
}

function lowerCase(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value).toLowerCase()]));
}

function parseCursor(text: string): Cursor | undefined {
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { tx: match[1], id: match[2] };
}
