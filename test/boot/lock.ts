import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
// biome-ignore lint/correctness/useImportExtensions: the launcher is plain JavaScript, with its types beside it.
import { withLock } from "../../scripts/boot/lock.mjs";

const BUILD = { name: "build.lock", doing: "building" } as const;

describe("The lock of a build", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "millrace-lock-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const holdAs = (pid: number) =>
    writeFile(path.join(folder, BUILD.name), JSON.stringify({ pid, host: hostname() }), { flag: "wx" });

  it("makes the second wait, and tell whom it waits for", async () => {
    await holdAs(process.pid);
    const said: string[] = [];
    let isDone = false;
    const second = withLock(
      folder,
      (text) => said.push(text),
      async () => (isDone = true),
      BUILD,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isDone).to.equal(false);
    expect(said).to.deep.equal([`another command (process ${process.pid}) is building; waiting for it`]);
    await rm(path.join(folder, BUILD.name));
    expect(await second).to.equal(true);
  });

  it("is taken over from a process that died, without a word, and is gone afterwards", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await once(dead, "exit");
    await holdAs(dead.pid as number);
    const said: string[] = [];
    expect(
      await withLock(
        folder,
        (text) => said.push(text),
        async () => "built",
        BUILD,
      ),
    ).to.equal("built");
    expect(said).to.deep.equal([]);
    const failure = await access(path.join(folder, BUILD.name)).catch((error: NodeJS.ErrnoException) => error.code);
    expect(failure).to.equal("ENOENT");
  });
});
