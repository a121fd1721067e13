import { connect, type Socket } from "node:net";

/** What a request got, and how long it took from when it was due. */
export type Answer = { readonly status: number; readonly body: string; readonly ms: number };

export type Load = { readonly answers: readonly Answer[]; readonly seconds: number };

/** The bytes of a request, made before the clock runs: the generator shares the machine with what it measures. */
export function requestBytes(method: "GET" | "POST", path: string, body = ""): Buffer {
  const head = [
    `${method} ${path} HTTP/1.1`,
    "host: relayer",
    ...(body === "" ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/**
 * Send everything over so many connections, each waiting for its answer before it sends the next. Request number i goes
 * over connection i modulo their number, so that requests that far apart keep their order.
 */
export async function sendAll(url: string, requests: readonly Buffer[], connections: number): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(url)));
  const answers: Answer[] = [];
  const start = performance.now();
  await Promise.all(
    lines.map(async (line, first) => {
      for (let index = first; index < requests.length; index += connections) {
        answers.push(await line.ask(requests[index] as Buffer, performance.now()));
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  for (const line of lines) line.close();
  return { answers, seconds };
}

/** Send at a steady rate, whatever the answers take: a slow answer does not slow the questions down. */
export async function sendSteadily(
  url: string,
  requests: readonly Buffer[],
  perSecond: number,
  connections: number,
): Promise<Load> {
  const idle = await Promise.all(Array.from({ length: connections }, () => openLine(url)));
  const all = [...idle];
  const waiting: (() => void)[] = [];
  const answers: Answer[] = [];
  const start = performance.now();
  const ask = async (request: Buffer, dueAt: number): Promise<void> => {
    while (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const line = idle.pop() as Line;
    answers.push(await line.ask(request, dueAt));
    idle.push(line);
    waiting.shift()?.();
  };
  const asked: Promise<void>[] = [];
  for (const [index, request] of requests.entries()) {
    const dueAt = start + (index * 1_000) / perSecond;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    asked.push(ask(request, dueAt));
  }
  await Promise.all(asked);
  for (const line of all) line.close();
  return { answers, seconds: (performance.now() - start) / 1_000 };
}

type Line = { readonly ask: (request: Buffer, dueAt: number) => Promise<Answer>; readonly close: () => void };

/** One kept-alive connection. Node's own clients cost as much as what is measured. */
async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(opened));
    opened.once("error", reject);
  });
  let text = "";
  let pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void; dueAt: number } | undefined;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const answer = { status: Number(text.slice(9, 12)), body: text.slice(end + 4, end + 4 + length) };
    text = "";
    pending?.resolve({ ...answer, ms: performance.now() - pending.dueAt });
    pending = undefined;
  });
  const fail = (error: Error) => pending?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The relayer closed a connection of the benchmark.")));
  return {
    ask: (request, dueAt) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject, dueAt };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
