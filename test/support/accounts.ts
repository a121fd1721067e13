import { type HDNodeWallet, Wallet, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../world.ts";
import { type Market, USD } from "./market.ts";
import { type Channel, newChannel } from "./vouchers.ts";

/** A fresh key with ether for gas. */
export async function newKey(): Promise<HDNodeWallet> {
  const key = Wallet.createRandom().connect(ethers.provider);
  await networkHelpers.setBalance(key.address, 10n ** 18n);
  return key;
}

/** A channel of 100 that `payer` opens to `operator` with its own key as signer, out of 100 that it has deposited. */
export async function openAs(m: Market, payer: HDNodeWallet, operator: string): Promise<Channel> {
  await m.usd.mint(payer.address, 100n * USD);
  await m.usd.connect(payer).approve(m.escrowAddress, 100n * USD);
  await m.escrow.connect(payer).deposit(m.token, 100n * USD);
  const channel = newChannel({ payer: payer.address, operator, token: m.token }, payer.signingKey);
  const { terms } = channel;
  await m.escrow.connect(payer).open(operator, m.token, terms.signer, terms.nonce, 100n * USD);
  return channel;
}

/** Give `key` the code at `code` by a transaction of its own (EIP-7702, type 4). */
export async function delegateTo(key: HDNodeWallet, code: string): Promise<void> {
  const [nonce, { chainId }, fees] = await Promise.all([
    key.getNonce(),
    ethers.provider.getNetwork(),
    ethers.provider.getFeeData(),
  ]);
  const maxFeePerGas = fees.maxFeePerGas ?? 10n ** 10n;
  // The account's nonce has grown by one when the list is read.
  const authorization = key.authorizeSync({ address: code, nonce: nonce + 1, chainId });
  // Sent elsewhere, since a call to itself would run the code.
  const raw = await key.signTransaction({
    ...{ type: 4, chainId, nonce, to: ZeroAddress, gasLimit: 200_000n, maxFeePerGas, maxPriorityFeePerGas: 0n },
    authorizationList: [authorization],
  });
  const sent = await ethers.provider.broadcastTransaction(raw);
  await sent.wait();
  const expected = `0xef0100${code.slice(2).toLowerCase()}`;
  const found = await ethers.provider.getCode(key.address);
  if (found !== expected) throw new Error(`${key.address} has the code ${found}, expected ${expected}`);
}
