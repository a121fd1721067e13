import {
  type AbiFunction,
  type AbiParameter,
  type Address,
  BaseError,
  decodeErrorResult,
  encodeFunctionData,
  type PublicClient,
} from "viem";
import { revertDataOf } from "../../cli/errors/explain.ts";
import { contractAt, type KnownContract } from "../../cli/governance/contracts.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import type { Finding } from "./finding.ts";

/** What a contract answers to its deployer when there is nothing left to wire, or when it isn't for the deployer. */
const REFUSALS = ["AlreadyWired", "NotWirer", "NotAuthorized"];

/** Everything that is wired once has been, so that the deployer cannot do it any more. */
export async function wiringIsDone(
  client: PublicClient,
  deployment: Deployment,
  deployer: Address,
): Promise<Finding[]> {
  const wirings = Object.values(deployment.contracts).flatMap((address) => {
    const contract = contractAt(deployment, address);
    return (contract?.abi ?? []).flatMap((item) =>
      contract !== undefined && item.type === "function" && /^wire[A-Z]?/.test(item.name) && isChanging(item)
        ? [{ contract, item }]
        : [],
    );
  });
  return Promise.all(
    wirings.map(async ({ contract, item }) => {
      const found = await answerTo(client, contract, item, deployer);
      return { holds: REFUSALS.includes(found), what: `${contract.name}.${item.name} by the deployer`, found };
    }),
  );
}

function isChanging({ stateMutability }: AbiFunction): boolean {
  return stateMutability === "nonpayable";
}

/** The error that the deployer gets, or that it gets none. */
async function answerTo(
  client: PublicClient,
  { address, abi }: KnownContract,
  item: AbiFunction,
  deployer: Address,
): Promise<string> {
  const args = item.inputs.map((input) => anyValue(input, deployer));
  const data = encodeFunctionData({ abi: [item], args });
  try {
    await client.call({ account: deployer, to: address, data });
    return "still works";
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const revert = revertDataOf(error);
    if (revert === undefined) throw error;
    return decodeErrorResult({ abi, data: revert }).errorName;
  }
}

/** An address where addresses are asked for, so that no check of zero comes first. */
function anyValue({ type }: AbiParameter, address: Address): unknown {
  if (type.endsWith("[]")) return [address];
  return type === "address" ? address : 1n;
}
