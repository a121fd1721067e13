import { randomBytes } from "node:crypto";
import { BaseError, bytesToBigInt, bytesToHex } from "viem";
import { erc20PermitAbi } from "../sdk/abi/erc20-permit.ts";
import { type Authorization, erc3009Abi, signAuthorization } from "../sdk/authorization.ts";
import { MillraceError } from "../sdk/error.ts";
import { escrowCalls } from "../sdk/escrow-calls.ts";
import { type Permit, signPermit } from "../sdk/permit.ts";
import { type Permit2Transfer, signPermit2 } from "../sdk/permit2.ts";
import { compactSignature } from "../sdk/signature.ts";
import { approvalSteps } from "./approval.ts";
import type { Context } from "./context.ts";
import { money } from "./output/format.ts";
import { tokenDomain } from "./token-domain.ts";
import type { Step } from "./transact/plan.ts";

/** How Escrow gets the tokens. */
export const depositWays = ["approve", "permit", "authorization", "permit2"] as const;
export type DepositWay = (typeof depositWays)[number];

/** How long a signature may wait to be mined. */
const signatureSeconds = 3_600n;

/** The transactions that deposit `amount` of the token; those by signature are signed already. */
export function depositSteps(context: Context, way: DepositWay, amount: bigint): Promise<Step[]> {
  const by = { approve: byApproval, permit: byPermit, authorization: byAuthorization, permit2: byPermit2 };
  return by[way](context, amount);
}

async function byApproval(context: Context, amount: bigint): Promise<Step[]> {
  const { token, escrow } = context;
  const step = { what: `deposit ${money(amount, token)}`, call: escrowCalls.deposit(escrow, token.address, amount) };
  return [...(await approvalSteps(context, token, { name: "Escrow", address: escrow }, amount)), step];
}

async function byPermit(context: Context, value: bigint): Promise<Step[]> {
  const { client, token, escrow, account } = context;
  const owner = account().address;
  const read = { address: token.address, abi: erc20PermitAbi } as const;
  const nonce = await client
    .readContract({ ...read, functionName: "nonces", args: [owner] })
    .catch(lacks(context, "ERC-2612"));
  const permit: Permit = {
    token: token.address,
    owner,
    spender: escrow,
    value,
    nonce,
    deadline: await deadlineOf(context),
  };
  const signature = compactSignature(await signPermit(account(), await tokenDomain(context), permit));
  const call = escrowCalls.depositWithPermit(escrow, permit, signature);
  return [{ what: `deposit ${money(value, token)} by permit`, call }];
}

async function byAuthorization(context: Context, value: bigint): Promise<Step[]> {
  const { client, token, escrow, account } = context;
  const from = account().address;
  const nonce = bytesToHex(randomBytes(32));
  await client
    .readContract({ address: token.address, abi: erc3009Abi, functionName: "authorizationState", args: [from, nonce] })
    .catch(lacks(context, "ERC-3009"));
  const authorization: Authorization = {
    token: token.address,
    from,
    to: escrow,
    value,
    validAfter: 0n,
    validBefore: await deadlineOf(context),
    nonce,
  };
  const signature = compactSignature(await signAuthorization(account(), await tokenDomain(context), authorization));
  const call = escrowCalls.depositWithAuthorization(escrow, authorization, signature);
  return [{ what: `deposit ${money(value, token)} by authorization`, call }];
}

async function byPermit2(context: Context, amount: bigint): Promise<Step[]> {
  const { client, token, escrow, account, deployment } = context;
  const { permit2, chainId } = deployment;
  const code = permit2 === undefined ? undefined : await client.getCode({ address: permit2 });
  if (permit2 === undefined || code === undefined) {
    throw new MillraceError("This deployment has no Permit2.", {
      code: "way-unavailable",
      found: permit2 === undefined ? "no `permit2` in the addresses file" : `no code at ${permit2}`,
      expected: "the address of Permit2 that Escrow was deployed with",
      next: "Deposit with --by approve, permit or authorization.",
    });
  }
  const transfer: Permit2Transfer = {
    token: token.address,
    owner: account().address,
    spender: escrow,
    amount,
    nonce: bytesToBigInt(randomBytes(32)),
    deadline: await deadlineOf(context),
  };
  const signature = await signPermit2(account(), { chainId, verifyingContract: permit2 }, transfer);
  const call = escrowCalls.depositWithPermit2(escrow, transfer, signature);
  const step = { what: `deposit ${money(amount, token)} by Permit2`, call };
  return [...(await approvalSteps(context, token, { name: "Permit2", address: permit2 }, amount)), step];
}

/** By the chain's clock, not this machine's. */
async function deadlineOf({ client }: Context): Promise<bigint> {
  return (await client.getBlock()).timestamp + signatureSeconds;
}

function lacks({ token }: Context, standard: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof BaseError) || error.walk((cause) => (cause as Error).name === "HttpRequestError") !== null) {
      throw error;
    }
    throw new MillraceError(`The token does not know ${standard}.`, {
      code: "way-unavailable",
      found: `${token.symbol} at ${token.address}`,
      expected: `a token with ${standard}`,
      next: "Deposit with --by approve.",
      cause: error,
    });
  };
}
