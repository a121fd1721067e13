import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { deploymentArguments } from "../../deploy/parameters/arguments.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import { MillraceError } from "../../sdk/error.ts";

describe("a network's parameters", () => {
  const accounts = Array.from({ length: 30 }, (_, index) => `0x${String(index + 10).repeat(20)}`);

  it("replace defaults of the table and leave its bounds", async () => {
    const local = await loadNetwork(networkFile("local"));
    const { definitions } = deploymentArguments({ ...local, settings: { protocolFeeBps: "1 %" } }, accounts);
    expect(definitions[0]).to.include({ value: 100n, minimum: 0n, maximum: 1_000n, maxStep: 100n });
  });

  it("may not set what is no setting, nor name an account that isn't there", async () => {
    const local = await loadNetwork(networkFile("local"));
    expect(() => deploymentArguments({ ...local, settings: { protocolFee: "1 %" } }, accounts))
      .to.throw(MillraceError)
      .with.property("code", "setting-unknown");
    expect(() => deploymentArguments(local, accounts.slice(0, 3)))
      .to.throw(MillraceError)
      .with.property("code", "account-missing");
  });

  it("lock a share of the genesis supply by a date and two periods", async () => {
    const local = await loadNetwork(networkFile("local"));
    const [treasury, , team] = deploymentArguments(local, accounts).genesis;
    expect(treasury?.vesting).to.equal(undefined);
    expect(team?.vesting).to.deep.equal({
      startAt: BigInt(Date.parse("2026-12-01T00:00:00Z") / 1_000),
      cliffSeconds: 31_536_000n,
      durationSeconds: 4n * 31_536_000n,
    });
  });

  it("are refused when two shares have one holder, or a share's start is no date", async () => {
    const local = JSON.parse(await readFile(networkFile("local"), "utf8"));
    const folder = await mkdtemp(path.join(tmpdir(), "millrace-network-"));
    const refused = async (genesis: object[]) => {
      const file = path.join(folder, "network.json");
      await writeFile(file, JSON.stringify({ ...local, genesis }));
      return loadNetwork(file).then(
        () => "(no error)",
        (error: unknown) => (error as MillraceError).code,
      );
    };
    const [treasury, , team] = local.genesis;
    expect(await refused([treasury, treasury])).to.equal("network-invalid");
    expect(await refused([{ ...team, vesting: { ...team.vesting, start: "soon" } }])).to.equal("network-invalid");
    expect(await refused([team])).to.equal("(no error)");
    await rm(folder, { recursive: true });
  });
});
