import { adminKey } from "./relayer-process.ts";

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly type: string };

export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return answerOf(response);
}

export async function get(url: string): Promise<Answer> {
  return answerOf(await fetch(url));
}

async function answerOf(response: Response): Promise<Answer> {
  const type = response.headers.get("content-type") ?? "";
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, type };
}

/** Ask the relayer to settle what is due. @returns the ids of the batches */
export async function flush(url: string): Promise<number[]> {
  const { status, body } = await post(`${url}/v1/admin/flush`, {}, { authorization: `Bearer ${adminKey}` });
  if (status !== 200) throw new Error(`flush answered ${status}: ${JSON.stringify(body)}`);
  return body.batches as number[];
}

/** Ask again and again until the answer is there; a busy machine may need long. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 240_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`After ${timeoutMs} ms there was still no ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
