import { type ProblemCode, problems } from "./problem-catalogue.ts";

// The parts that the description of every operation is made of.

// Any request may meet these.
const everywhere: readonly ProblemCode[] = ["rate_limited", "internal", "stopping", "request_timeout"];

export const byId: readonly ProblemCode[] = ["malformed_request", "not_found", "uri_too_long"];

export function lookUp(summary: string, parameter: string, schema: string) {
  return operation(summary, { 200: json(summary, schema) }, byId, [path(parameter)]);
}

type Response = { readonly description: string; readonly content: object };

/** An operation, with the problems that it and every other may answer. */
export function operation(
  summary: string,
  answers: Readonly<Record<number, Response>>,
  codes: readonly ProblemCode[] = [],
  parameters: readonly object[] = [],
) {
  return { summary, parameters, responses: { ...problemResponses([...codes, ...everywhere]), ...answers } };
}

/** The problems with one status share its entry, which names their codes. */
function problemResponses(codes: readonly ProblemCode[]): Record<number, Response> {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const named = codes.filter((code) => problems[code].status === status);
      const description = named.map((code) => `\`${code}\`: ${problems[code].title}`).join("; ");
      return [status, { description, content: { "application/problem+json": { schema: ref("Problem") } } }];
    }),
  );
}

export function json(description: string, schema?: string): Response {
  return {
    description,
    content: { "application/json": { schema: schema === undefined ? { type: "object" } : ref(schema) } },
  };
}

export function path(name: string) {
  return { name, in: "path", required: true, schema: { type: "string" } };
}

export function ref(schema: string) {
  return { $ref: `#/components/schemas/${schema}` };
}
