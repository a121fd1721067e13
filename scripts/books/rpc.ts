/** A 0x-prefixed hexadecimal string. */
export type Hex = `0x${string}`;

/** One question to a node; answered at the block that {@link Rpc} was opened at, where a block is part of it. */
export type Question = { readonly method: string; readonly params: readonly unknown[] };

/** A node, asked in batches, without any library between it and the books. */
export type Rpc = (questions: readonly Question[]) => Promise<unknown[]>;

/** The node did not answer what was asked. */
export class RpcError extends Error {
  override readonly name = "RpcError";
}

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: { readonly message: string } };

/** How many questions go into one HTTP request. */
const batchSize = 250;

/** @throws RpcError when the node cannot be reached or refuses one of the questions */
export function connect(url: string): Rpc {
  return async (questions) => {
    const results: unknown[] = [];
    for (let start = 0; start < questions.length; start += batchSize) {
      results.push(...(await ask(url, questions.slice(start, start + batchSize))));
    }
    return results;
  };
}

async function ask(url: string, questions: readonly Question[]): Promise<unknown[]> {
  const body = JSON.stringify(questions.map((question, id) => ({ jsonrpc: "2.0", id, ...question })));
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(
    (cause: unknown) => {
      throw new RpcError(`No node answers at ${url}. Start it, or give its address with --rpc.`, { cause });
    },
  );
  if (!response.ok) throw new RpcError(`The node at ${url} answered HTTP ${response.status}.`);
  const answers = (await response.json()) as Answer[] | Answer;
  // A refusal of the whole batch comes as one object.
  const byId = new Map((Array.isArray(answers) ? answers : [{ ...answers, id: 0 }]).map((each) => [each.id, each]));
  return questions.map((question, id) => {
    const answer = byId.get(id);
    if (answer?.result !== undefined) return answer.result;
    throw new RpcError(`The node refused ${question.method}: ${answer?.error?.message ?? "no answer"}`);
  });
}
