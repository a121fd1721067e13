import type { BaseContract } from "ethers";
import { encodeBytes32String, Signature, type TypedDataDomain, type TypedDataField } from "ethers";
import { Escrow__factory, MillToken__factory } from "../../typechain-types/index.ts";
import { PERMIT2_ADDRESS, PERMIT2_CODE } from "../fixtures/permit2.ts";
import { USD } from "../support/market.ts";
import { claim, entry, signBatch } from "../support/vouchers.ts";
import { networkHelpers } from "../world.ts";
import type { Probe as AnyProbe } from "./probe.ts";
import type { AccessWorld } from "./world.ts";

type Probe = AnyProbe<AccessWorld>;

const HASH = `0x${"07".repeat(32)}`;
const NEVER = 2n ** 40n;
const fields = (...list: string[]): TypedDataField[] =>
  list.map((text) => {
    const [type = "", name = ""] = text.split(" ");
    return { type, name };
  });
const PERMIT = fields("address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline");
const RECEIVE = fields(
  ...["address from", "address to", "uint256 value", "uint256 validAfter", "uint256 validBefore", "bytes32 nonce"],
);

const PERMIT2_TRANSFER = {
  PermitTransferFrom: fields("TokenPermissions permitted", "address spender", "uint256 nonce", "uint256 deadline"),
  TokenPermissions: fields("address token", "uint256 amount"),
};

async function sign(w: AccessWorld, on: BaseContract, type: string, types: TypedDataField[], message: object) {
  const { name, version, chainId, verifyingContract } = await on.getFunction("eip712Domain").staticCall();
  const domain: TypedDataDomain = { name, version, chainId, verifyingContract };
  const { v, r, s } = Signature.from(await w.buyer.signTypedData(domain, { [type]: types }, message));
  return [v, r, s] as const;
}
const permit = (w: AccessWorld, on: BaseContract, spender: string) =>
  sign(w, on, "Permit", PERMIT, { owner: w.buyer.address, spender, value: USD, nonce: 0n, deadline: NEVER });

/** A call of Escrow. */
const escrow =
  (args: (w: AccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): Probe =>
  async (w) => ({ to: w.escrow, args: await args(w) });
const parameters =
  (args: (w: AccessWorld) => readonly unknown[]): Probe =>
  async (w) => ({ to: w.parameters, args: args(w) });
const mill =
  (args: (w: AccessWorld) => readonly unknown[] | Promise<readonly unknown[]>): Probe =>
  async (w) => ({ to: w.millToken, args: await args(w) });

const ESCROW: Record<string, Probe> = {
  deposit: escrow((w) => [w.token, USD]),
  depositWithPermit: escrow(async (w) => [
    ...[w.token, w.buyer.address, USD, NEVER],
    ...(await permit(w, w.usd, w.escrowAddress)),
  ]),
  depositWithAuthorization: escrow(async (w) => {
    const from = w.buyer.address;
    const message = { from, to: w.escrowAddress, value: USD, validAfter: 0n, validBefore: NEVER, nonce: HASH };
    const signature = await sign(w, w.usd, "ReceiveWithAuthorization", RECEIVE, message);
    return [w.token, from, USD, 0n, NEVER, HASH, ...signature];
  }),
  "depositWithPermit2: the network has Permit2": async (w) => {
    await networkHelpers.setCode(PERMIT2_ADDRESS, PERMIT2_CODE);
    await w.usd.connect(w.buyer).approve(PERMIT2_ADDRESS, USD);
    const to = await new Escrow__factory(w.deployer).deploy(w.parameters, PERMIT2_ADDRESS, w.wirer);
    const domain = { name: "Permit2", chainId: w.chainId, verifyingContract: PERMIT2_ADDRESS };
    const permitted = { token: w.token, amount: USD };
    const message = { permitted, spender: await to.getAddress(), nonce: 0n, deadline: NEVER };
    const signature = await w.buyer.signTypedData(domain, PERMIT2_TRANSFER, message);
    return { to, args: [w.token, w.buyer.address, USD, 0n, NEVER, signature] };
  },
  "depositWithPermit2: the network has no Permit2": escrow((w) => [w.token, w.buyer.address, USD, 0n, NEVER, "0x"]),
  withdraw: escrow((w) => [w.token, USD, w.stranger.address]),
  open: escrow((w) => [w.operator.address, w.token, w.stranger.address, 77n, USD]),
  openControlled: escrow((w) => [...[w.buyer.address, w.operator.address, w.token, w.stranger.address, 77n, USD, 0n]]),
  "topUp: plain channel": escrow(async (w) => [(await w.open()).terms, USD]),
  "topUp: controlled channel": escrow(async (w) => [(await w.openControlled(false)).terms, USD]),
  "requestClose: plain channel": escrow(async (w) => [(await w.open()).terms]),
  "requestClose: controlled channel": escrow(async (w) => [(await w.openControlled(false)).terms]),
  "close: plain channel": escrow(async (w) => [(await w.open()).terms]),
  "close: channel by amount": escrow(async (w) => [(await w.openControlled(true)).terms]),
  "close: controlled channel with vouchers": escrow(async (w) => [(await w.openControlled(false)).terms]),
  "close: challenge period over": escrow(async (w) => {
    const { terms } = await w.open();
    await w.escrow.connect(w.buyer).requestClose(terms);
    await networkHelpers.time.increase(86_400);
    return [terms];
  }),
  closeByBoth: escrow(async (w) => {
    const channel = await w.open();
    const types = { Close: fields("bytes32 channelId", "uint96 cumulative") };
    const message = { channelId: channel.id, cumulative: USD };
    const signatures = [w.buyer, w.operator].map((party) => party.signTypedData(w.domain, types, message));
    return [channel.terms, USD, ...(await Promise.all(signatures))];
  }),
  settleAmount: escrow(async (w) => [(await w.openControlled(true)).terms, USD]),
  closeAmount: escrow(async (w) => [(await w.openControlled(true)).terms, USD]),
  settle: escrow(async (w) => [w.operator.address, w.token, [claim(w.domain, await w.open(), USD)]]),
  settleGroups: escrow(async (w) => {
    const claims = [claim(w.domain, await w.open(), USD)];
    return [[{ operator: w.operator.address, token: w.token, claims }]];
  }),
  settleBatch: escrow(async (w) => {
    const channel = await w.open();
    const { r, vs } = signBatch(w.domain, [{ channel, cumulative: USD }], channel.key);
    return [w.token, [(BigInt(w.operator.address) << 96n) | 1n], [entry(channel, USD)], r, vs];
  }),
  settleVoucherAndWithdraw: escrow(async (w) => [w.token, claim(w.domain, await w.open(), USD)]),
  withdrawEarnings: escrow((w) => [w.token]),
  "setBeneficiary: none was named": escrow((w) => [w.operator.address, w.token, w.stranger.address]),
  "setBeneficiary: one was named": escrow(async (w) => {
    await w.escrow.connect(w.operator).setBeneficiary(w.operator, w.token, w.parties.beneficiary);
    return [w.operator.address, w.token, w.stranger.address];
  }),
  setRelayer: escrow((w) => [w.token, w.relayer.address, 100n]),
  collectRelayerFees: escrow((w) => [w.token, [w.operator.address]]),
  collectFees: escrow((w) => [w.token, [w.operator.address]]),
  wire: async (w) => {
    const to = await new Escrow__factory(w.deployer).deploy(w.parameters, w.stranger, w.wirer);
    return { to, args: [[], w.stranger.address] };
  },
  multicall: escrow((w) => [[w.escrow.interface.encodeFunctionData("withdraw", [w.token, USD, w.stranger.address])]]),
};

const PARAMETERS: Record<string, Probe> = {
  set: parameters(() => [encodeBytes32String("protocolFeeBps"), 300n]),
  setPaymentToken: parameters((w) => [w.token, false]),
  setGuardian: parameters((w) => [w.stranger.address]),
  transferOwnership: parameters((w) => [w.stranger.address]),
  acceptOwnership: async (w) => {
    await w.parameters.connect(w.governor).transferOwnership(w.parties.nextGovernance);
    return { to: w.parameters, args: [] };
  },
  renounceOwnership: parameters(() => []),
  pause: parameters(() => [0]),
  "unpause: the action is paused": async (w) => {
    if ((await w.parameters.pausedUntil(1)) === 0n) await w.parameters.connect(w.guardian).pause(1);
    return { to: w.parameters, args: [1] };
  },
};

const DELEGATION = fields("address delegatee", "uint256 nonce", "uint256 expiry");

const MILL_TOKEN: Record<string, Probe> = {
  transfer: mill((w) => [w.stranger.address, 1n]),
  approve: mill((w) => [w.stranger.address, 1n]),
  transferFrom: mill((w) => [w.buyer.address, w.stranger.address, 1n]),
  permit: mill(async (w) => [
    ...[w.buyer.address, w.stranger.address, USD, NEVER],
    ...(await permit(w, w.millToken, w.stranger.address)),
  ]),
  delegate: mill((w) => [w.stranger.address]),
  delegateBySig: mill(async (w) => {
    const message = { delegatee: w.stranger.address, nonce: 0n, expiry: NEVER };
    return [w.stranger.address, 0n, NEVER, ...(await sign(w, w.millToken, "Delegation", DELEGATION, message))];
  }),
  burn: mill(() => [1n]),
  mint: mill((w) => [w.stranger.address, 1n]),
  wireMinter: async (w) => {
    const to = await new MillToken__factory(w.deployer).deploy([], w.wirer);
    return { to, args: [w.stranger.address] };
  },
};

/** How each rule of the payments' tables is tried. */
export const PAYMENT_PROBES = { Escrow: ESCROW, Parameters: PARAMETERS, MillToken: MILL_TOKEN };
