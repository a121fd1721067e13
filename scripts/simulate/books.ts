import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { keepBooks, unaccountedBySymbol } from "../books/report.ts";
import type { Stage } from "./stage.ts";

/** What the books do not find, by token: they read the storage through a door of HTTP, since they know no other way. */
export async function unaccounted(stage: Stage): Promise<Readonly<Record<string, string>>> {
  const door = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const questions = JSON.parse(Buffer.concat(chunks).toString()) as Question[];
      const answers = await Promise.all(questions.map((question) => answer(stage, question)));
      response.setHeader("content-type", "application/json").end(JSON.stringify(answers));
    });
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const file = path.join(os.tmpdir(), `millrace-simulation-${process.pid}.json`);
  try {
    await writeFile(file, JSON.stringify(stage.deployment));
    const { port } = door.address() as AddressInfo;
    return unaccountedBySymbol(await keepBooks(`http://127.0.0.1:${port}`, file));
  } finally {
    door.close();
    await rm(file, { force: true });
  }
}

type Question = { readonly id: number; readonly method: string; readonly params: unknown[] };

async function answer({ chain }: Stage, { id, method, params }: Question): Promise<object> {
  try {
    return { jsonrpc: "2.0", id, result: await chain.provider.request({ method, params }) };
  } catch (error) {
    return { jsonrpc: "2.0", id, error: { message: error instanceof Error ? error.message : String(error) } };
  }
}
