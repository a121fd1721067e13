import { BrowserProvider } from "ethers";
import type { EthereumProvider } from "hardhat/types/providers";
import { MillraceError } from "../sdk/error.ts";
import { MillVesting__factory } from "../typechain-types/index.ts";
import type { Journal } from "./journal.ts";
import type { DeploymentArguments } from "./parameters/arguments.ts";
import { walletId } from "./parameters/wallet-id.ts";

/** MILL in the journal. */
const MILL = "Token#MillToken";

/**
 * Before MILL is minted, refuse the wallet of a locked share that an earlier run made by another file than that of now:
 * nobody but its owner could ever take the share out again. Ignition does not look, since nothing is left of its module.
 * @throws MillraceError `vesting-differs`
 */
export async function checkWallets(
  provider: EthereumProvider,
  genesis: DeploymentArguments["genesis"],
  { addresses }: Journal,
): Promise<void> {
  if (addresses.has(MILL)) return;
  const browser = new BrowserProvider(provider);
  for (const { holder, recipient, vesting } of genesis) {
    const address = addresses.get(`Vesting#${walletId(holder)}`);
    if (vesting === undefined || address === undefined) continue;
    const wallet = MillVesting__factory.connect(address, browser);
    const [owner, start, duration, cliff] = await Promise.all([
      wallet.owner(),
      wallet.start(),
      wallet.duration(),
      wallet.cliff(),
    ]);
    const found = describe(owner, start, duration, cliff - start);
    const expected = describe(recipient, vesting.startAt, vesting.durationSeconds, vesting.cliffSeconds);
    if (found === expected) continue;
    throw new MillraceError("The wallet of a locked share differs from the network's file.", {
      code: "vesting-differs",
      found: `${address} for ${holder} ${found}`,
      expected,
      next: "Give the file and the roles of the run that made it, or begin anew without its journal.",
    });
  }
}

function describe(owner: string, start: bigint, duration: bigint, cliff: bigint): string {
  return `is of ${owner}, from ${start} for ${duration} s with a cliff of ${cliff} s`;
}
