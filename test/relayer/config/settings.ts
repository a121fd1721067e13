import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { relayerHelp } from "../../../relayer/config/help.ts";
import { loadSettings } from "../../../relayer/config/load.ts";
import { environmentName, settingsSchema } from "../../../relayer/config/settings.ts";
import { crashPoints } from "../../../relayer/ops/crash.ts";
import { MillraceError } from "../../../sdk/error.ts";

const least = { MILLRACE_RPC_URL: "http://127.0.0.1:1", MILLRACE_DEPLOYMENT: "addresses.json" };

function errorOf(work: () => unknown): MillraceError {
  try {
    work();
  } catch (error) {
    if (error instanceof MillraceError) return error;
    throw error;
  }
  throw new Error("It was taken.");
}

describe("the relayer's settings", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "millrace-settings-"));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const file = async (content: string) => {
    const name = path.join(directory, "relayer.json");
    await writeFile(name, content);
    return name;
  };

  it("have a default for all but the chain and the deployment", () => {
    const settings = loadSettings(least);
    expect(settings).to.include({ port: 8645, confirmations: 12, batchAgeSeconds: 3_600, host: "127.0.0.1" });
    expect(settings.rpcUrl).to.deep.equal(["http://127.0.0.1:1"]);
  });

  it("are named with what is expected when they are missing", () => {
    const { found } = errorOf(() => loadSettings({}));
    expect(found).to.include("MILLRACE_RPC_URL").and.include("found nothing, expected one or more http(s) URLs");
    expect(found).to.include("MILLRACE_DEPLOYMENT").and.include("found nothing, expected the path of a file");
  });

  it("are all listed by --help, with their defaults", () => {
    const help = relayerHelp();
    for (const name of Object.keys(settingsSchema.shape)) expect(help).to.include(environmentName(name));
    expect(help).to.match(/MILLRACE_BATCH_AGE_SECONDS +3600/);
    expect(help).to.match(/MILLRACE_RPC_URL +needed/);
  });

  it("come from the file, and the environment wins", async () => {
    const name = await file(JSON.stringify({ port: 1, batchMaxClaims: 5, rpcUrl: ["http://a", "http://b"] }));
    const settings = loadSettings({ MILLRACE_CONFIG: name, MILLRACE_DEPLOYMENT: "x", MILLRACE_PORT: "2" });
    expect(settings).to.include({ port: 2, batchMaxClaims: 5 });
    expect(settings.rpcUrl).to.deep.equal(["http://a", "http://b"]);
  });

  it("stop the start when they are wrong, with name, found and expected of every one", () => {
    const error = errorOf(() =>
      loadSettings({
        ...least,
        MILLRACE_PORT: "70000",
        MILLRACE_BATCH_VALUE: "much",
        MILLRACE_DATABASE_URL: "mysql://x",
      }),
    );
    expect(error.code).to.equal("bad-setting");
    expect(error.message).to.contain(
      'MILLRACE_PORT (or port in the configuration file): found "70000", expected a whole number from 0 to 65535',
    );
    expect(error.message).to.contain('MILLRACE_BATCH_VALUE (or batchValue in the configuration file): found "much"');
    expect(error.message).to.contain("MILLRACE_DATABASE_URL");
    expect(errorOf(() => loadSettings({})).message).to.contain(
      "MILLRACE_RPC_URL (or rpcUrl in the configuration file): found nothing",
    );
  });

  it("refuse a name that does not exist, and a file that is not JSON", async () => {
    const misspelt = await file(JSON.stringify({ prot: 1 }));
    expect(errorOf(() => loadSettings({ ...least, MILLRACE_CONFIG: misspelt })).message).to.contain(
      "prot: no such setting",
    );
    const broken = await file("{");
    expect(errorOf(() => loadSettings({ ...least, MILLRACE_CONFIG: broken })).message).to.contain("MILLRACE_CONFIG=");
  });

  it("have names in the environment that follow from their own", () => {
    expect(environmentName("batchMaxCalldataBytes")).to.equal("MILLRACE_BATCH_MAX_CALLDATA_BYTES");
  });

  it("refuse to crash at a point that does not exist", () => {
    expect(errorOf(() => crashPoints("nowhere:1")).message).to.contain("intake-committed");
  });
});
