import { readFile } from "node:fs/promises";

/** One request to an inference service. */
export type InferenceRequest = {
  /** When it arrived, milliseconds since 1970. */
  readonly atMs: number;
  readonly contextTokens: number;
  readonly generatedTokens: number;
};

/** The trace is not there, or a line of it is not a request. */
export class TraceError extends Error {
  override readonly name = "TraceError";
}

export const traceColumns = "TIMESTAMP,ContextTokens,GeneratedTokens";

/**
 * Read a trace with these columns, in the order of the file.
 * @param limit how many requests to take; 0 takes all
 * @throws TraceError
 */
export async function readTrace(file: string, limit: number): Promise<InferenceRequest[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new TraceError(`Cannot read the trace ${file}. Give a CSV file with the columns ${traceColumns}.`, { cause });
  });
  return parseTrace(text, file, limit);
}

/** {@link readTrace} of text that is there already. */
export function parseTrace(text: string, source: string, limit: number): InferenceRequest[] {
  const [header, ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (header?.trim() !== traceColumns) {
    throw new TraceError(`${source}:1: found the columns ${JSON.stringify(header)}, expected ${traceColumns}.`);
  }
  const requests: InferenceRequest[] = [];
  for (const [index, line] of lines.entries()) {
    if (limit !== 0 && requests.length === limit) break;
    if (line.trim() !== "") requests.push(parseLine(line, `${source}:${index + 2}`));
  }
  if (requests.length === 0) throw new TraceError(`${source}: there is no request in it.`);
  return requests;
}

function parseLine(line: string, where: string): InferenceRequest {
  const [timestamp = "", context = "", generated = "", ...rest] = line.split(",");
  // Seven decimals of a second are more than a date takes.
  const atMs = Date.parse(`${timestamp.trim().slice(0, 23).replace(" ", "T")}Z`);
  if (rest.length > 0 || Number.isNaN(atMs) || !/^\d+$/.test(context.trim()) || !/^\d+$/.test(generated.trim())) {
    throw new TraceError(`${where}: found ${JSON.stringify(line)}, expected a time and two numbers of tokens.`);
  }
  return { atMs, contextTokens: Number(context), generatedTokens: Number(generated) };
}
