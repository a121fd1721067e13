import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Database } from "../../../relayer/store/database.ts";
import { bindDeployment } from "../../../relayer/store/deployment.ts";
import { openEmbeddedDatabase } from "../../../relayer/store/embedded.ts";
import { migrate } from "../../../relayer/store/migrate.ts";
import { openServerDatabase } from "../../../relayer/store/server.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof MillraceError ? error.code : String(error);
  }
}

for (const kind of ["embedded", "server"] as const) {
  describe(`the schema on the ${kind} database`, () => {
    let directory: string;
    let postgres: TestPostgres | undefined;
    let url = "";
    let db: Database;

    before(async () => {
      directory = await mkdtemp(path.join(tmpdir(), "millrace-schema-"));
      if (kind === "server") postgres = await startPostgres();
      url = postgres?.url ?? "";
      db = postgres === undefined ? await openEmbeddedDatabase(directory) : openServerDatabase(url, () => undefined);
    });
    after(async () => {
      await db.close();
      await postgres?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    it("is made once, however often and by however many at once", async () => {
      const others =
        postgres === undefined
          ? []
          : [openServerDatabase(url, () => undefined), openServerDatabase(url, () => undefined)];
      await Promise.all([db, ...others].map(migrate));
      await migrate(db);
      for (const other of others) await other.close();
      const rows = await db.query("select version from schema_migrations order by version");
      expect(rows.map((row) => Number(row.version))).to.deep.equal([1, 2]);
    });

    it("belongs to one deployment for good", async () => {
      const escrow = `0x${"ab".repeat(20)}` as const;
      await bindDeployment(db, 31_337, escrow);
      await bindDeployment(db, 31_337, escrow);
      expect(await codeOf(bindDeployment(db, 1, escrow))).to.equal("other-deployment");
      expect(await codeOf(bindDeployment(db, 31_337, `0x${"cd".repeat(20)}`))).to.equal("other-deployment");
    });

    it("is refused when a migration was edited, or when it is newer than the relayer", async () => {
      await db.query("update schema_migrations set checksum = 'edited' where version = 1");
      expect(await codeOf(migrate(db))).to.equal("schema-altered");
      await db.query("insert into schema_migrations (version, name, checksum) values (9999, 'future', '')");
      await db.query("delete from schema_migrations where version = 1");
      expect(await codeOf(migrate(db))).to.equal("schema-newer");
    });
  });
}
