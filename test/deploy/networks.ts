import { expect } from "chai";
import { BrowserProvider, getAddress } from "ethers";
import hre from "hardhat";
import { deployMillrace } from "../../deploy/deployment.ts";
import { givenBy } from "../../deploy/parameters/given.ts";
import { loadNetwork, networkFile } from "../../deploy/parameters/network.ts";
import { isTestAccount } from "../../deploy/parameters/test-accounts.ts";
import { MillraceError } from "../../sdk/error.ts";
import { Parameters__factory } from "../../typechain-types/index.ts";
import { looksPublic, publicNetwork, putExternals, ROLES } from "./support/public-chain.ts";

const USDC = {
  sepolia: [11_155_111, "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238"],
  "base-sepolia": [84_532, "0x036CbD53842c5426634e7929541eC2318f3dCF7e"],
  base: [8_453, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"],
} as const;

const TEST_ACCOUNT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

describe("the parameters of public networks", () => {
  it("name the chain and Circle's USDC, whose address has the right checksum", async () => {
    for (const [name, [chainId, usdc]] of Object.entries(USDC)) {
      const network = await loadNetwork(networkFile(name), ROLES);
      expect([network.network, network.chainId]).to.deep.equal([name, chainId]);
      expect(network.paymentTokens).to.deep.equal([
        {
          ...{ address: getAddress(usdc), symbol: "USDC", decimals: 6, referenceUnits: 1 },
          ...{ startPrice: "1,000,000 MILL", leastSale: 1 },
        },
      ]);
    }
  });

  it("leave open who has a role, and name everything that is missing", async () => {
    const { GUARDIAN: _, ...others } = ROLES;
    expect(await codeOf(loadNetwork(networkFile("base"), others))).to.equal("role-missing");
    const error = await loadNetwork(networkFile("base"), {}).catch((thrown: unknown) => thrown);
    expect((error as MillraceError).found).to.equal(
      "nothing for GUARDIAN, ATTESTORS, COMMITTEE, APPEAL_COMMITTEE, TREASURY, ECOSYSTEM, TEAM",
    );
    expect((error as MillraceError).next)
      .to.contain("--role GUARDIAN=0x…")
      .and.contain("MILLRACE_GUARDIAN");
  });

  it("take roles from flags and from the environment, and flags win", async () => {
    const given = givenBy(["GUARDIAN=0xflag"], { MILLRACE_GUARDIAN: "0xenv", MILLRACE_TEAM: "0xteam", PATH: "/bin" });
    expect(given).to.deep.equal({ GUARDIAN: "0xflag", TEAM: "0xteam" });
    expect(() => givenBy(["guardian"], {}))
      .to.throw(MillraceError)
      .with.property("code", "bad-role");
  });

  it("spread several members over one place of a list", async () => {
    const { roles } = await loadNetwork(networkFile("sepolia"), ROLES);
    expect(roles.attestors.members).to.deep.equal(ROLES.ATTESTORS?.split(", "));
    const single = { ...ROLES, COMMITTEE: ROLES.GUARDIAN };
    expect(await codeOf(loadNetwork(networkFile("sepolia"), single))).to.equal("network-invalid");
  });
});

describe("a deployment to a public network", () => {
  it("gives every role to whom the file and the flags name, and lists USDC", async () => {
    const { provider, network } = await publicChain();
    const { deployment } = await deployMillrace({ provider, network });
    expect(deployment.chainId).to.equal(84_532);
    expect(deployment.tokens).to.deep.equal([{ symbol: "USDC", address: USDC["base-sepolia"][1], decimals: 6 }]);
    const parameters = Parameters__factory.connect(deployment.contracts.Parameters, new BrowserProvider(provider));
    expect(await parameters.owner()).to.equal(deployment.contracts.MillTimelock);
    expect(await parameters.guardian()).to.equal(ROLES.GUARDIAN);
  });

  it("refuses a development node's account in any role", async () => {
    expect(isTestAccount(TEST_ACCOUNT)).to.equal(true);
    for (const role of ["GUARDIAN", "TEAM", "ATTESTORS"]) {
      const value = role === "ATTESTORS" ? `${ROLES.GUARDIAN}, ${TEST_ACCOUNT}` : TEST_ACCOUNT;
      const { provider, network } = await publicChain({ ...ROLES, [role]: value });
      expect(await codeOf(deployMillrace({ provider, network })), role).to.equal("test-account");
    }
  });

  it("refuses a development node's account as deployer", async () => {
    const { provider } = await hre.network.create({ override: { chainId: 84_532 } });
    const network = await publicNetwork();
    await putExternals(provider, network);
    expect(await codeOf(deployMillrace({ provider, network }))).to.equal("test-account");
    expect(await provider.request({ method: "eth_blockNumber" })).to.equal("0x0");
  });

  it("refuses a payment token without code, and one that counts in other decimals than the file says", async () => {
    const { provider, network } = await publicChain();
    const nowhere = network.paymentTokens.map((token) => ({ ...token, address: ROLES.GUARDIAN ?? "" }));
    expect(await codeOf(deployMillrace({ provider, network: { ...network, paymentTokens: nowhere } }))).to.equal(
      "token-without-code",
    );
    const finer = network.paymentTokens.map((token) => ({ ...token, decimals: 18 }));
    expect(await codeOf(deployMillrace({ provider, network: { ...network, paymentTokens: finer } }))).to.equal(
      "token-decimals",
    );
    expect(await provider.request({ method: "eth_blockNumber" })).to.equal("0x0");
  });

  it("refuses a Permit2 that is not there", async () => {
    const { provider, network } = await publicChain();
    await provider.request({ method: "hardhat_setCode", params: [network.permit2, "0x"] });
    expect(await codeOf(deployMillrace({ provider, network }))).to.equal("permit2-without-code");
  });
});

async function publicChain(given = ROLES) {
  const { provider } = await hre.network.create({ override: looksPublic() });
  const network = await publicNetwork(given);
  await putExternals(provider, network);
  return { provider, network };
}

/** The code of the typed error that a promise is rejected with. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "(no error)",
    (error: unknown) => (error instanceof MillraceError ? error.code : String(error)),
  );
}
