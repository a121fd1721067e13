import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { runScript } from "../support/run-script.ts";

const SOMEWHERE = "0x00000000000000000000000000000000000000aa";

const scripts = [
  "scripts/authority.ts",
  "scripts/deploy.ts",
  "scripts/deployed.ts",
  "scripts/books.ts",
  "bench/main.ts",
  "bench/relayer/main.ts",
  "relayer/main.ts",
];

describe("commands of the sources @slow", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "millrace-usage-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const script of scripts) {
    it(`tell of an option that ${script} does not have in words, on standard error alone`, async () => {
      const { code, stdout, stderr } = await runScript(script, ["--nonsense"]);
      expect([code, stdout], stderr).to.deep.equal([script === "relayer/main.ts" ? 1 : 2, ""]);
      expect(stderr)
        .to.include("--nonsense")
        .and.not.match(/^ +at /m);
    });
  }

  it("tell of a node that does not answer, with the next step", async () => {
    const addresses = path.join(folder, "addresses.json");
    const contracts = { Parameters: SOMEWHERE, Escrow: SOMEWHERE };
    const deployment = { network: "local", chainId: 31_337, block: 1, contracts, tokens: [] };
    await writeFile(addresses, JSON.stringify(deployment));
    const dead = ["--rpc", "http://127.0.0.1:9", "--json"];
    const authority = await runScript("scripts/authority.ts", [...dead, "--deployment", addresses]);
    const deploy = await runScript("scripts/deploy.ts", dead);
    expect([authority.code, authority.stdout, deploy.code, deploy.stdout]).to.deep.equal([2, "", 1, ""]);
    for (const { stderr } of [authority, deploy])
      expect(stderr)
        .to.include("The node does not answer")
        .and.include("next:")
        .and.not.match(/^ +at /m);
  });
});
