import { Contract, isError, ZeroAddress } from "ethers";
import { NODE_CLASSES, stakePerUnit } from "../../deploy/parameters/classes.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { formatQuantity } from "../../sdk/quantity.ts";
import { Escrow__factory, MillToken__factory, Nodes__factory, Quality__factory } from "../../typechain-types/index.ts";
import type { ChainAt } from "./chain.ts";
import { compare, type Disagreement } from "./disagreement.ts";

export type InspectedToken = {
  readonly symbol: string;
  readonly address: string;
  readonly decimals: number;
  readonly isListed: boolean;
  /** Reference units per 10¹⁸ of the token's smallest unit, 18 decimals. */
  readonly weight: bigint;
};

export type InspectedClass = {
  readonly id: number;
  readonly name: string;
  readonly requiredStakePerUnit: bigint;
  readonly leastBondPerUnit: bigint;
  readonly subsidyBps: number;
  readonly text: string;
  readonly isDefault: boolean;
};

/** The payment tokens of the addresses file, and those that are listed on chain. */
export async function inspectTokens(chain: ChainAt, { contracts, tokens }: Deployment, listed: readonly string[]) {
  const quality = contracts.Quality && Quality__factory.connect(contracts.Quality, chain.runner);
  const isListed = (address: string) => listed.some((other) => other.toLowerCase() === address.toLowerCase());
  const inspected: InspectedToken[] = [];
  const disagreements: Disagreement[] = [];
  for (const { symbol, address, decimals } of tokens) {
    const weight = quality === undefined ? 0n : await quality.tokenWeight(address);
    inspected.push({ symbol, address, decimals, isListed: isListed(address), weight });
    disagreements.push(
      ...compare(symbol, "decimals", await decimalsOf(chain, address), String(decimals)),
      ...compare(symbol, "payment token", isListed(address) ? "listed" : "not listed", "listed"),
    );
  }
  const named = new Set(tokens.map(({ address }) => address.toLowerCase()));
  const others = listed.filter((address) => !named.has(address.toLowerCase()));
  return {
    tokens: inspected,
    disagreements: [
      ...disagreements,
      ...others.flatMap((address) => compare("Parameters", "payment token", address, "none but those of the file")),
    ],
  };
}

async function decimalsOf({ runner }: ChainAt, address: string): Promise<string> {
  const token = new Contract(address, ["function decimals() view returns (uint8)"], runner);
  try {
    return String(await token.getFunction("decimals").staticCall());
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return "none";
    throw error;
  }
}

/** What governance asks of each class of GPU. Its values are governance's, so none can disagree. */
export async function inspectClasses({ runner }: ChainAt, { contracts }: Deployment): Promise<InspectedClass[]> {
  if (contracts.Nodes === undefined) return [];
  const nodes = Nodes__factory.connect(contracts.Nodes, runner);
  return Promise.all(
    (await nodes.classIds()).map(async (classId) => {
      const { requiredStakePerUnit, leastBondPerUnit, subsidyBps } = await nodes.class(classId);
      const ours = NODE_CLASSES.find(({ id }) => BigInt(id) === classId);
      const stake = ours === undefined ? undefined : stakePerUnit(ours);
      return {
        ...{ id: Number(classId), name: ours?.name ?? "", requiredStakePerUnit, leastBondPerUnit },
        subsidyBps: Number(subsidyBps),
        text: `${formatQuantity(requiredStakePerUnit, "MILL wei")} stake, ${formatQuantity(leastBondPerUnit, "MILL wei")} bond`,
        isDefault: stake?.requiredStake === requiredStakePerUnit && stake.leastBond === leastBondPerUnit,
      };
    }),
  );
}

/** What Escrow was wired with that no variable of one address shows. */
export async function inspectControllers({ runner }: ChainAt, { contracts }: Deployment) {
  const escrow = Escrow__factory.connect(contracts.Escrow, runner);
  const { Leases, FeeAuction } = contracts;
  const isController = Leases !== undefined && (await escrow.isController(Leases));
  const feeCollector = await escrow.feeCollector();
  return {
    feeCollector,
    controllers: isController ? [Leases] : [],
    disagreements: [
      ...(Leases === undefined ? [] : compare("Escrow", "controller", isController ? Leases : "none", Leases)),
      ...(FeeAuction === undefined && feeCollector === ZeroAddress
        ? [{ where: "Escrow", what: "feeCollector", found: "none", expected: "an address: Escrow must be wired" }]
        : []),
    ],
  };
}

/** Blocks from the deployment's first on in which MILL can have been created. */
const GENESIS_BLOCKS = 499;

/** The genesis supply, as MILL's constructor minted it; later minting is what supply is above it. */
export async function inspectGenesis({ runner, block }: ChainAt, { contracts, block: first }: Deployment) {
  if (contracts.MillToken === undefined) return { holders: [], totalSupply: 0n, cap: 0n, minter: ZeroAddress };
  const mill = MillToken__factory.connect(contracts.MillToken, runner);
  const minted = mill.filters.Transfer(ZeroAddress);
  const events = await mill.queryFilter(minted, first, Math.min(first + GENESIS_BLOCKS, block));
  const created = events[0]?.transactionHash;
  return {
    holders: events
      .filter(({ transactionHash }) => transactionHash === created)
      .map(({ args }) => ({ recipient: args.to, amount: args.value })),
    totalSupply: await mill.totalSupply(),
    cap: await mill.CAP(),
    minter: await mill.minter(),
  };
}
