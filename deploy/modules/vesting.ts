import { buildModule } from "@nomicfoundation/ignition-core";
import type { DeploymentArguments } from "../parameters/arguments.ts";
import { walletId } from "../parameters/wallet-id.ts";

/** The wallets of those shares of the genesis supply that are locked. They come before MILL, which is minted to them. */
export function vestingModule(genesis: DeploymentArguments["genesis"]) {
  return buildModule("Vesting", (m) =>
    Object.fromEntries(
      genesis.flatMap(({ holder, recipient, vesting }) => {
        if (vesting === undefined) return [];
        const { startAt, durationSeconds, cliffSeconds } = vesting;
        const id = walletId(holder);
        return [[id, m.contract("MillVesting", [recipient, startAt, durationSeconds, cliffSeconds], { id })]];
      }),
    ),
  );
}
