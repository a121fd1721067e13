import { type Agent, request } from "node:http";
import fc from "fast-check";

/** A request. */
export type Shot = { method: string; path: string; headers: Record<string, string>; body: string };

// Text that has broken parsers before, beside random text.
const nasty = fc.constantFrom(
  "",
  "0x",
  "null",
  "-0",
  "1e309",
  "\u0000",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%00",
  "💥",
  "9".repeat(400),
);
export const nastyText = fc.oneof(fc.string({ maxLength: 80 }), nasty);
export const nastyJson = fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ maxLength: 200 }), nasty);

/** Send it, and read the whole answer. */
export function fire(url: string, agent: Agent, { method, path, headers, body }: Shot) {
  return new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      let received = "";
      response.on("data", (chunk) => {
        received += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", body: received }),
      );
    });
    sent.on("error", reject);
    sent.end(method === "GET" || method === "HEAD" ? undefined : body);
  });
}
