import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { Interface, type InterfaceAbi } from "ethers";
import hre from "hardhat";
import { builtContract } from "../../../deploy/code/built-contract.ts";
import { matchCode } from "../../../deploy/code/match-code.ts";
import { recompile } from "../../../deploy/code/recompile.ts";
import { CONTRACTS } from "../../../deploy/contracts.ts";
import { checkInput } from "../../../scripts/verification/check.ts";
import { writeInputs } from "../../../scripts/verification/files.ts";
import { type VerificationInput, verificationInputs } from "../../../scripts/verification/input.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { ethers, networkHelpers, provider, world } from "../../world.ts";

describe("npm run verification", () => {
  it("has an input for every contract of the addresses file, with its creation and the exact compiler", async () => {
    const { deployment, inputs } = await made();
    expect(inputs.map(({ name, address }) => [name, address])).to.deep.equal(Object.entries(deployment.contracts));
    for (const { name, fullName, compiler, transaction, address } of inputs) {
      expect(fullName).to.match(new RegExp(`^project/contracts/.*\\.sol:${CONTRACTS[name]}$`));
      expect(compiler).to.match(/^v0\.8\.34\+commit\.[0-9a-f]{8}$/);
      const receipt = await ethers.provider.getTransactionReceipt(transaction);
      expect(receipt?.contractAddress).to.equal(address);
    }
  });

  it("holds the files that a contract needs, and no others", async () => {
    const { inputs } = await made();
    const files = (name: string) => Object.keys(named(inputs, name).input.sources);
    expect(files("Parameters")).to.have.members([
      ...["Ownable", "Ownable2Step"].map((file) => `npm/@openzeppelin/contracts@5.7.0/access/${file}.sol`),
      "npm/@openzeppelin/contracts@5.7.0/utils/Arrays.sol",
      ...["Comparators", "Context", "Panic", "SlotDerivation", "StorageSlot"].map(
        (file) => `npm/@openzeppelin/contracts@5.7.0/utils/${file}.sol`,
      ),
      ...["Math", "SafeCast"].map((file) => `npm/@openzeppelin/contracts@5.7.0/utils/math/${file}.sol`),
      "npm/@openzeppelin/contracts@5.7.0/utils/structs/EnumerableSet.sol",
      "project/contracts/interfaces/IParameters.sol",
      "project/contracts/libraries/WarrantyRates.sol",
      ...["ParameterIds", "Parameters"].map((file) => `project/contracts/parameters/${file}.sol`),
    ]);
    expect(files("Escrow")).to.not.include("project/contracts/staking/Staking.sol");
  });

  it("encodes the constructors' arguments to the bytes that were sent, and they say what was deployed", async () => {
    const { inputs, deployment, deployer } = await made();
    for (const { name, arguments: given, encodedArguments, transaction } of inputs) {
      const { abi, creationCode } = await builtContract(CONTRACTS[name] ?? "");
      const again = new Interface(abi as InterfaceAbi).encodeDeploy(given.map(({ value }) => value));
      expect(again, name).to.equal(`0x${encodedArguments}`);
      const sent = await ethers.provider.getTransaction(transaction);
      expect(sent?.data, name).to.equal(`${creationCode}${encodedArguments}`);
    }
    expect(named(inputs, "Escrow").arguments).to.deep.equal([
      { name: "parameters", type: "address", value: deployment.contracts.Parameters },
      { name: "permit2", type: "address", value: ethers.ZeroAddress },
      { name: "wirer", type: "address", value: deployer.address },
    ]);
  });

  it("compiles, with the compiler alone, to the very bytes that are on chain @slow", async () => {
    const { inputs } = await made();
    const { input, fullName, address } = named(inputs, "Attestors");
    const { runtimeCode } = recompile(input, fullName);
    const built = { ...(await builtContract("Attestors")), runtimeCode };
    expect(matchCode(await ethers.provider.getCode(address), built).kind).to.equal("same");
    await checkInput(provider, named(inputs, "Attestors"));
  });

  it("notices an input that compiles to something else @slow", async () => {
    const { inputs } = await made();
    const offers = named(inputs, "Offers");
    const settings = { ...offers.input.settings, optimizer: { enabled: true, runs: 1 } };
    const error = await checkInput(provider, { ...offers, input: { ...offers.input, settings } }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as MillraceError).code).to.equal("input-differs");
    const { "project/contracts/leases/OfferHash.sol": _, ...sources } = offers.input.sources;
    expect(() => recompile({ ...offers.input, sources }, offers.fullName))
      .to.throw(MillraceError)
      .with.property("code", "input-does-not-compile");
  });

  it("writes them as hardhat-verify, Sourcify, Etherscan and Blockscout take them", async () => {
    const { inputs, deployment } = await made();
    const folder = await mkdtemp(path.join(tmpdir(), "millrace-verification-"));
    try {
      const written = await writeInputs(folder, inputs);
      expect(written).to.have.length(4 * inputs.length + 1);
      const json = async (file: string) => JSON.parse(await readFile(path.join(folder, "Escrow", file), "utf8"));
      const { input, fullName, transaction, encodedArguments, address } = named(inputs, "Escrow");
      expect(await json("input.json")).to.deep.equal(input);
      expect(await json("contract.json")).to.deep.include({ fullName, address, chainId: 31_337, encodedArguments });
      expect(await json("sourcify.json")).to.deep.equal({
        stdJsonInput: input,
        compilerVersion: named(inputs, "Escrow").compiler.slice(1),
        contractIdentifier: fullName,
        creationTransactionHash: transaction,
      });
      const module = await import(pathToFileURL(path.join(folder, "MillToken", "arguments.mjs")).href);
      const { abi } = await hre.artifacts.readArtifact("MillToken");
      expect(new Interface(abi).encodeDeploy(module.default)).to.equal(
        `0x${named(inputs, "MillToken").encodedArguments}`,
      );
      const commands = await readFile(path.join(folder, "commands.sh"), "utf8");
      for (const [name, at] of Object.entries(deployment.contracts)) {
        expect(
          commands.split("\n").filter((line) => line.includes(at)),
          name,
        ).to.have.length(4);
      }
      expect(commands).to.contain("--contract contracts/escrow/Escrow.sol:Escrow --constructor-args-path");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("says which contracts have no creation from the file's block on", async () => {
    const { deployment } = await made();
    // The wallets of locked shares come first, then token and settings.
    const late = { ...deployment, block: deployment.block + 10 };
    const error = await verificationInputs(provider, late).catch((thrown: unknown) => thrown);
    expect((error as MillraceError).code).to.equal("creation-not-found");
    expect((error as MillraceError).found).to.match(/^none for 0x/);
  });
});

async function made() {
  const start = await networkHelpers.loadFixture(world);
  return { ...start, inputs: await verificationInputs(provider, start.deployment) };
}

function named(inputs: readonly VerificationInput[], name: string): VerificationInput {
  const found = inputs.find((input) => input.name === name);
  if (found === undefined) throw new Error(`there is no input for ${name}`);
  return found;
}
