import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { MillraceError } from "../../sdk/error.ts";
import type { Database } from "./database.ts";

const directory = new URL("./migrations/", import.meta.url);

type Migration = { readonly version: number; readonly name: string; readonly text: string; readonly checksum: string };

/**
 * Bring the database to this version: each numbered file once, in order, in a transaction of its own.
 * @throws MillraceError `schema-newer` or `schema-altered`, so that an old relayer never writes to a newer schema
 */
export async function migrate(db: Database): Promise<void> {
  // Two instances may start at once on a new server, and "if not exists" is not enough for two at the same moment.
  await db.script(`select pg_advisory_xact_lock(7245);
    create table if not exists schema_migrations (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
  )`);
  const migrations = readMigrations();
  const applied = await db.query("select version, name, checksum from schema_migrations order by version");
  for (const row of applied) check(row as { version: number; name: string; checksum: string }, migrations);
  for (const migration of migrations.slice(applied.length)) await apply(db, migration);
}

async function apply(db: Database, migration: Migration): Promise<void> {
  const { version, name, checksum, text } = migration;
  // The row is written first, so that another instance waits for this one, and then finds it done.
  await db
    .script(
      `insert into schema_migrations (version, name, checksum) values (${version}, '${name}', '${checksum}');\n${text}`,
    )
    .catch(async (error: unknown) => {
      const [done] = await db.query("select 1 from schema_migrations where version = $1", [version]);
      if (done === undefined) throw error;
    });
}

function check(applied: { version: number; name: string; checksum: string }, migrations: readonly Migration[]): void {
  const known = migrations.find((migration) => migration.version === applied.version);
  if (known === undefined) {
    throw new MillraceError("The database belongs to a newer relayer.", {
      code: "schema-newer",
      found: `migration ${applied.version} (${applied.name})`,
      expected: `at most migration ${migrations.at(-1)?.version}`,
      next: "Start the newer version of the relayer.",
    });
  }
  if (known.checksum !== applied.checksum) {
    throw new MillraceError("A migration was edited after it had been applied.", {
      code: "schema-altered",
      found: `${known.name} with another content than the database was made with`,
      expected: "migrations that never change",
      next: "Restore the file; what is new goes into a migration of its own.",
    });
  }
}

function readMigrations(): Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, directory), "utf8");
      const checksum = createHash("sha256").update(text).digest("hex");
      return { version: Number(name.slice(0, 4)), name, text, checksum };
    });
}
