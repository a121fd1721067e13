import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Database, Sql } from "../../../relayer/store/database.ts";
import { openEmbeddedDatabase } from "../../../relayer/store/embedded.ts";
import { createGroupedReads } from "../../../relayer/store/grouped-reads.ts";
import { writeHead } from "../../../relayer/store/head.ts";
import { migrate } from "../../../relayer/store/migrate.ts";

describe("the embedded database", () => {
  let directory: string;
  let db: Database;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "millrace-embedded-"));
    db = await openEmbeddedDatabase(directory);
    await migrate(db);
    await db.script("create table notes (id integer primary key, word text); insert into notes values (1, 'one')");
  });
  after(async () => {
    await db.close();
    await rm(directory, { recursive: true, force: true });
  });

  const words = async () => (await db.query("select word from notes order by id")).map((row) => row.word);

  it("takes arrays of texts and numbers as they are, whatever the texts hold", async () => {
    const texts = ["", "null", "NULL", 'a "quoted" one', "back\\slash", "a,b{c}", "line\nbreak", "é💥"];
    const rows = await db.query("select * from unnest($1::text[], $2::int[]) as w(word, number)", [
      texts,
      texts.map((_, index) => index - 1),
    ]);
    expect(rows).to.deep.equal(texts.map((word, index) => ({ word, number: index - 1 })));
    expect(await db.query("select * from unnest($1::text[]) as w(word)", [[]])).to.deep.equal([]);
  });

  it("takes and gives single values of each kind", async () => {
    const at = new Date("2026-01-02T03:04:05.678Z");
    const [row] = await db.query(
      "select $1::text as t, $2::int as i, $3::boolean as b, $4::timestamptz as at, $5::text as n, $6::jsonb as j",
      ["x", 7, true, at, null, '{"a":[1]}'],
    );
    expect(row).to.deep.equal({ t: "x", i: 7, b: true, at, n: null, j: { a: [1] } });
  });

  it("answers a statement that it knows with new parameters, and more texts than it keeps", async () => {
    for (let index = 0; index < 250; index += 1) {
      const [row] = await db.query(`select $1::int + ${index} as sum`, [index]);
      expect(row?.sum).to.equal(2 * index);
    }
    for (const id of [1, 2, 1]) {
      const rows = await db.query("select word from notes where id = $1", [id]);
      expect(rows).to.have.length(id === 1 ? 1 : 0);
    }
  });

  it("rolls back what throws, says the error and its code, and goes on", async () => {
    const failing = db.transaction(async (sql) => {
      await sql.query("update notes set word = $1", ["changed"]);
      await sql.query("insert into notes values ($1, $2)", [1, "again"]);
    });
    const error = await failing.then(
      () => undefined,
      (reason: Error & { code?: string }) => reason,
    );
    expect(error?.message).to.include("duplicate key");
    expect(error?.code).to.equal("23505");
    expect(await words()).to.deep.equal(["one"]);
  });

  it("does not call it committed when a statement failed and nobody minded", async () => {
    const swallowing = db.transaction(async (sql) => {
      await sql.query("update notes set word = $1", ["lost"]);
      await sql.query("select 1 / $1::int", [0]).catch(() => undefined);
    });
    const outcome = await swallowing.then(
      () => "committed",
      (error: Error) => error.message,
    );
    expect(outcome).to.include("Nothing was committed");
    expect(await words()).to.deep.equal(["one"]);
  });

  it("lets nothing into a transaction that is running", async () => {
    const steps: string[] = [];
    const first = db.transaction(async (sql) => {
      steps.push("begun");
      await new Promise((resolve) => setTimeout(resolve, 20));
      await sql.query("update notes set word = $1", ["seen"]);
      steps.push("changed");
      throw new Error("taken back");
    });
    const second = db.query("select word from notes").then(([row]) => steps.push(String(row?.word)));
    await first.catch(() => undefined);
    await second;
    expect(steps).to.deep.equal(["begun", "changed", "one"]);
  });

  it("serves the process while it works", async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await db.query("select count(*) from generate_series(1, 1000000)");
    clearInterval(ticking);
    expect(turns).to.be.greaterThan(3);
  });

  it("answers together what is asked together, each with its own", async () => {
    await writeHead(db, { number: 5, hash: `0x${"05".repeat(32)}`, timestamp: 50 });
    let statements = 0;
    const query: Sql["query"] = (text, parameters) => {
      statements += 1;
      return db.query(text, parameters);
    };
    const reads = createGroupedReads({ ...db, query });
    const token = `0x${"cc".repeat(20)}` as const;
    const accounts = Array.from({ length: 50 }, (_, index) => `0x${index.toString(16).padStart(40, "0")}` as const);
    const free = (account: string) => BigInt(account) * 10n;
    await db.query(
      `insert into facts (kind, subject, block_number, value)
       select 'buyer', subject, 5, value::jsonb from unnest($1::text[], $2::text[]) as w(subject, value)`,
      [
        accounts.slice(1).map((account) => `${account}/${token}`),
        accounts
          .slice(1)
          .map((account) => JSON.stringify({ free: String(free(account)), channels: "0", deposits: "0", leases: "0" })),
      ],
    );
    const answers = await Promise.all([...accounts, ...accounts].map((account) => reads.balance({ account, token })));
    expect(answers.map((answer) => answer?.balance.free)).to.deep.equal([...accounts, ...accounts].map(free));
    expect(answers[0]?.head.number).to.equal(5);
    expect(statements).to.be.lessThan(4);
    const unknown = `0x${"11".repeat(32)}` as const;
    expect(await reads.channel(unknown)).to.equal(undefined);

    // Asked after a change, it is answered after the change.
    await db.query("update facts set value = value || $1::jsonb", ['{"free":"1"}']);
    const [account] = accounts.slice(1);
    const later = account === undefined ? undefined : await reads.balance({ account, token });
    expect(later?.balance.free).to.equal(1n);
  });
});
