import { expect } from "chai";
import { Contract, type HDNodeWallet, Interface, keccak256, MaxUint256, TypedDataEncoder, Wallet } from "ethers";
import { Escrow__factory, HostileFeeToken__factory } from "../../typechain-types/index.ts";
import { PERMIT2_ADDRESS, PERMIT2_CODE, PERMIT2_CODE_HASH, PERMIT2_MAINNET_SEPARATOR } from "../fixtures/permit2.ts";
import { USD } from "../support/market.ts";
import { ethers, networkHelpers, world } from "../world.ts";

const { loadFixture, time } = networkHelpers;

const TYPES = {
  PermitTransferFrom: [
    { name: "permitted", type: "TokenPermissions" },
    { name: "spender", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
  TokenPermissions: [
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
  ],
};
const PERMIT2 = new Interface([
  "function permitTransferFrom(((address token, uint256 amount) permitted, uint256 nonce, uint256 deadline) permit, (address to, uint256 requestedAmount) details, address owner, bytes signature)",
  "function invalidateUnorderedNonces(uint256 wordPos, uint256 mask)",
  "error InvalidNonce()",
  "error InvalidSigner()",
  "error SignatureExpired(uint256 signatureDeadline)",
]);

/** The world with the real Permit2, an Escrow that knows it, and an owner of 100 who approved Permit2 alone. */
async function permit2World() {
  const w = await world();
  await networkHelpers.setCode(PERMIT2_ADDRESS, PERMIT2_CODE);
  const deployed = await ethers.deployContract("Escrow", [
    await w.parameters.getAddress(),
    PERMIT2_ADDRESS,
    w.deployer.address,
  ]);
  const escrow = Escrow__factory.connect(await deployed.getAddress(), w.stranger);
  const owner = Wallet.createRandom().connect(w.buyer.provider);
  await networkHelpers.setBalance(owner.address, 10n ** 18n);
  await w.usd.mint(owner.address, 100n * USD);
  await w.usd.connect(owner).approve(PERMIT2_ADDRESS, MaxUint256);
  const permit = {
    permitted: { token: await w.usd.getAddress(), amount: 60n * USD },
    spender: await escrow.getAddress(),
    nonce: 7n,
    deadline: BigInt(await time.latest()) + 3_600n,
  };
  const domain = { name: "Permit2", chainId: w.chainId, verifyingContract: PERMIT2_ADDRESS };
  const sign = (value: typeof permit, by: HDNodeWallet = owner) => by.signTypedData(domain, TYPES, value);
  /** A stranger submits `value`; the signature is of `signed`. */
  const submit = async (value: typeof permit, signed = value) => {
    const { permitted, nonce, deadline } = value;
    const signature = await sign(signed);
    return escrow.depositWithPermit2(permitted.token, owner.address, permitted.amount, nonce, deadline, signature);
  };
  return { ...w, escrow, owner, permit, sign, submit };
}

describe("Deposits through the real Permit2", () => {
  const refusal = { interface: PERMIT2 };

  it("run against the code of Ethereum, whose hash and domain are stated", async () => {
    await loadFixture(permit2World);
    expect(keccak256(await ethers.provider.getCode(PERMIT2_ADDRESS))).to.equal(PERMIT2_CODE_HASH);
    const mainnet = TypedDataEncoder.hashDomain({ name: "Permit2", chainId: 1n, verifyingContract: PERMIT2_ADDRESS });
    expect(mainnet).to.equal(PERMIT2_MAINNET_SEPARATOR);
    expect(PERMIT2_CODE).to.contain(mainnet.slice(2));
  });

  it("G-19: credit the signer, whoever submits", async () => {
    const m = await loadFixture(permit2World);
    await m.submit(m.permit);
    const { token } = m.permit.permitted;
    expect(await m.escrow.freeBalance(m.owner.address, token)).to.equal(60n * USD);
    expect(await m.escrow.freeBalance(m.stranger.address, token)).to.equal(0n);
    expect(await m.usd.balanceOf(m.owner.address)).to.equal(40n * USD);
  });

  it("use a nonce once", async () => {
    const m = await loadFixture(permit2World);
    const small = { ...m.permit, permitted: { ...m.permit.permitted, amount: USD } };
    await m.submit(small);
    await expect(m.submit(small)).to.be.revertedWithCustomError(refusal, "InvalidNonce");
  });

  it("G-21: count until the deadline itself and not a second later", async () => {
    const m = await loadFixture(permit2World);
    const small = { ...m.permit, permitted: { ...m.permit.permitted, amount: USD } };
    await time.setNextBlockTimestamp(m.permit.deadline);
    await m.submit(small);
    await time.setNextBlockTimestamp(m.permit.deadline + 1n);
    await expect(m.submit({ ...small, nonce: 8n }))
      .to.be.revertedWithCustomError(refusal, "SignatureExpired")
      .withArgs(m.permit.deadline);
  });

  it("refuse a signature of another owner, for another spender, token or amount", async () => {
    const m = await loadFixture(permit2World);
    const { permit } = m;
    const mill = await m.millToken.getAddress();
    for (const signed of [
      { ...permit, spender: m.attacker.address },
      { ...permit, permitted: { ...permit.permitted, token: mill } },
      { ...permit, permitted: { ...permit.permitted, amount: permit.permitted.amount - 1n } },
      { ...permit, permitted: { ...permit.permitted, amount: permit.permitted.amount + 1n } },
      { ...permit, nonce: permit.nonce + 1n },
      { ...permit, deadline: permit.deadline + 1n },
    ]) {
      await expect(m.submit(permit, signed)).to.be.revertedWithCustomError(refusal, "InvalidSigner");
    }
    const another = await m.sign(permit, Wallet.createRandom());
    const { permitted, nonce, deadline } = permit;
    const call = m.escrow.depositWithPermit2(permitted.token, m.owner, permitted.amount, nonce, deadline, another);
    await expect(call).to.be.revertedWithCustomError(refusal, "InvalidSigner");
    expect(await m.usd.balanceOf(m.owner.address)).to.equal(100n * USD);
  });

  it("G-17: leave a front-runner nothing but to deposit for the owner", async () => {
    const m = await loadFixture(permit2World);
    const { permit, owner, attacker } = m;
    const signature = await m.sign(permit);
    const permit2 = new Contract(PERMIT2_ADDRESS, PERMIT2, attacker);
    const take = permit2.getFunction("permitTransferFrom");
    const toAttacker = { to: attacker.address, requestedAmount: permit.permitted.amount };
    await expect(take(permit, toAttacker, owner.address, signature)).to.be.revertedWithCustomError(
      refusal,
      "InvalidSigner",
    );
    const { permitted, nonce, deadline } = permit;
    const deposit = (by: typeof attacker) =>
      m.escrow
        .connect(by)
        .depositWithPermit2(permitted.token, owner.address, permitted.amount, nonce, deadline, signature);
    await deposit(attacker);
    await expect(deposit(m.stranger)).to.be.revertedWithCustomError(refusal, "InvalidNonce");
    expect(await m.escrow.freeBalance(owner.address, permitted.token)).to.equal(permitted.amount);
    expect(await m.escrow.freeBalance(attacker.address, permitted.token)).to.equal(0n);
  });

  it("G-07: refuse a nonce that the owner has cancelled", async () => {
    const m = await loadFixture(permit2World);
    const cancel = new Contract(PERMIT2_ADDRESS, PERMIT2, m.owner).getFunction("invalidateUnorderedNonces");
    await cancel(0n, 1n << m.permit.nonce);
    await expect(m.submit(m.permit)).to.be.revertedWithCustomError(refusal, "InvalidNonce");
  });

  it("T-01: credit what arrived of a token that takes a fee", async () => {
    const m = await loadFixture(permit2World);
    const deployed = await ethers.deployContract("HostileFeeToken");
    const fee = HostileFeeToken__factory.connect(await deployed.getAddress(), m.deployer);
    const token = await fee.getAddress();
    await m.parameters.setPaymentToken(token, true);
    await fee.mint(m.owner.address, 100n * USD);
    await fee.connect(m.owner).approve(PERMIT2_ADDRESS, MaxUint256);
    await m.submit({ ...m.permit, permitted: { token, amount: 100n * USD } });
    expect(await m.escrow.freeBalance(m.owner.address, token)).to.equal(99n * USD);
  });
});
