import { expect } from "chai";
import { findToken, loadDeployment, parseDeployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";

const file = {
  network: "local",
  chainId: 31337,
  block: 5,
  contracts: {
    MillToken: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    Parameters: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
    Escrow: "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
  },
  tokens: [{ symbol: "tUSD", address: "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9", decimals: 6 }],
};

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof MillraceError) return error.code;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("sdk: addresses file", () => {
  it("is read with checked addresses", () => {
    const lower = JSON.stringify(file).toLowerCase().replace("escrow", "Escrow").replace("parameters", "Parameters");
    const { chainid: chainId, ...rest } = JSON.parse(lower);
    const deployment = parseDeployment(JSON.stringify({ ...rest, chainId }), "a file");
    expect(deployment.contracts.Escrow).to.equal(file.contracts.Escrow);
  });

  it("finds a token by symbol and by address, in any case", () => {
    const deployment = parseDeployment(JSON.stringify(file), "a file");
    expect(findToken(deployment, "TUSD").address).to.equal(file.tokens[0]?.address);
    expect(findToken(deployment, "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9").symbol).to.equal("tUSD");
    expect(codeOf(() => findToken(deployment, "DOGE"))).to.equal("token-unknown");
  });

  it("names the field that is wrong", () => {
    const broken = { ...file, contracts: { ...file.contracts, Escrow: "0x12" } };
    expect(() => parseDeployment(JSON.stringify(broken), "a file"))
      .to.throw(MillraceError, /contracts\.Escrow/)
      .with.property("code", "deployment-invalid");
    expect(codeOf(() => parseDeployment("{", "a file"))).to.equal("deployment-not-json");
  });

  it("says which file is missing", async () => {
    const error = await loadDeployment("/nowhere/addresses.json").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(MillraceError).with.property("code", "deployment-missing");
    expect(String(error)).to.include("/nowhere/addresses.json");
  });
});
