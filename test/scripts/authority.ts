import { expect } from "chai";
import { encodeFunctionData, getAddress, type Hex, parseEther } from "viem";
import { inspectAuthority } from "../../scripts/authority/inspect.ts";
import { millTimelockAbi } from "../../sdk/abi/mill-timelock.ts";
import { parametersAbi } from "../../sdk/abi/parameters.ts";
import { type LocalChain, startLocalChain } from "../relayer/support/local-chain.ts";

const STRANGER = getAddress("0x00000000000000000000000000000000000000aa");

describe("npm run authority", () => {
  let chain: LocalChain;
  before(async () => {
    chain = await startLocalChain();
  });
  after(() => chain?.stop());

  /** Without Emissions nobody mints MILL yet, and the deployer may still name who does. */
  const known = (): string[] =>
    chain.deployment.contracts.Emissions === undefined ? ["MillToken.wireMinter by the deployer", "MILL's minter"] : [];
  const wrong = async (): Promise<string[]> => {
    const { findings } = await inspectAuthority(chain.client, chain.deployment);
    return findings.flatMap(({ holds, what }) => (holds || known().includes(what) ? [] : [what]));
  };
  /** Send as the timelock, and ask who governs; what it does is undone. */
  const governed = async (to: string | undefined, data: Hex): Promise<string[]> => {
    const { client, deployment } = chain;
    const snapshot = await client.snapshot();
    const account = deployment.contracts.MillTimelock ?? STRANGER;
    await client.impersonateAccount({ address: account });
    await client.setBalance({ address: account, value: parseEther("1") });
    const hash = await client.sendTransaction({ account, to: getAddress(to ?? ""), data, chain: client.chain });
    await client.waitForTransactionReceipt({ hash });
    const found = await wrong();
    await client.revert({ id: snapshot });
    return found;
  };

  it("finds that nobody but the timelock can govern, and that the deployer has nothing", async () => {
    const { findings, deployer } = await inspectAuthority(chain.client, chain.deployment);
    expect(findings.flatMap(({ holds, what }) => (holds ? [] : [what]))).to.deep.equal(known());
    expect(deployer).to.equal("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
    const owners = findings.filter(({ what }) => what.startsWith("owner of")).map(({ what }) => what.slice(9));
    expect(owners).to.include.members(["Parameters", "Attestors", "Nodes", "Quality", "Disputes", "Committee"]);
    const wirings = findings.filter(({ what }) => what.includes(".wire"));
    expect(wirings.length).to.be.at.least(8);
  });

  it("finds an ownership that is offered elsewhere, and a role too many", async () => {
    const { Parameters, MillTimelock } = chain.deployment.contracts;
    const offer = encodeFunctionData({ abi: parametersAbi, functionName: "transferOwnership", args: [STRANGER] });
    expect(await governed(Parameters, offer)).to.deep.equal(["owner of Parameters"]);
    const role = await chain.client.readContract({
      address: getAddress(MillTimelock ?? ""),
      abi: millTimelockAbi,
      functionName: "PROPOSER_ROLE",
    });
    const grant = encodeFunctionData({ abi: millTimelockAbi, functionName: "grantRole", args: [role, STRANGER] });
    expect(await governed(MillTimelock, grant)).to.deep.equal(["timelock's proposer"]);
    expect(await wrong()).to.deep.equal([]);
  });
});
