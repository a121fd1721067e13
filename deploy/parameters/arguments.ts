import { encodeBytes32String, getAddress, ZeroAddress } from "ethers";
import { MillraceError } from "../../sdk/error.ts";
import { parseQuantity } from "../../sdk/quantity.ts";
import { NODE_CLASSES, stakePerUnit } from "./classes.ts";
import { GOVERNANCE } from "./governance.ts";
import type { NetworkParameters } from "./network.ts";
import { SETTING_RELATIONS, SETTINGS } from "./settings.ts";

/** The network's parameters as contracts take them: addresses, base units, ids. */
export type DeploymentArguments = ReturnType<typeof deploymentArguments>;

/**
 * @param accounts the accounts that the node signs for; the first one deploys
 * @throws MillraceError `account-missing`, `setting-unknown`, `bad-quantity`
 */
export function deploymentArguments(network: NetworkParameters, accounts: readonly string[]) {
  const address = (name: string) => resolveAccount(name, accounts);
  // The contracts take members in ascending order, which keeps them from naming one twice.
  const quorum = ({ members, threshold }: { members: readonly string[]; threshold: number }) => ({
    members: members.map(address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    threshold,
  });
  return {
    deployer: address("account 0"),
    guardian: address(network.roles.guardian),
    feeCollector: address(network.roles.feeCollector),
    attestors: quorum(network.roles.attestors),
    committee: quorum(network.roles.committee),
    appealCommittee: quorum(network.roles.appealCommittee),
    classes: NODE_CLASSES.map((nodeClass) => ({ id: nodeClass.id, ...stakePerUnit(nodeClass) })),
    permit2: network.permit2 === null ? ZeroAddress : address(network.permit2),
    genesis: network.genesis.map(({ holder, recipient, amount, vesting }) => ({
      holder,
      recipient: address(recipient),
      amount: parseQuantity(amount, "MILL wei"),
      vesting: vesting === undefined ? undefined : schedule(vesting),
    })),
    governance: {
      timelockSeconds: parseQuantity(GOVERNANCE.timelock, "seconds"),
      rules: {
        delaySeconds: parseQuantity(GOVERNANCE.delay, "seconds"),
        periodSeconds: parseQuantity(GOVERNANCE.period, "seconds"),
        extensionSeconds: parseQuantity(GOVERNANCE.extension, "seconds"),
        quorumPercent: parseQuantity(GOVERNANCE.quorum, "bps") / 100n,
        thresholdBps: parseQuantity(GOVERNANCE.threshold, "bps"),
      },
    },
    definitions: definitions(network.settings),
    relations: SETTING_RELATIONS.map(({ greater, summands, strict }) => ({
      greater: encodeBytes32String(greater),
      summands: summands.map((id) => encodeBytes32String(id)),
      strict,
    })),
    paymentTokens: network.paymentTokens.map((token) => {
      // Reference units have 18 decimals; a weight is per 10¹⁸ of the token's smallest unit.
      const weight = BigInt(token.referenceUnits) * 10n ** BigInt(36 - token.decimals);
      return "address" in token ? { ...token, weight, address: address(token.address) } : { ...token, weight };
    }),
  };
}

function schedule({ start, cliff, duration }: { start: string; cliff: string; duration: string }) {
  return {
    startAt: BigInt(Date.parse(start)) / 1_000n,
    cliffSeconds: parseQuantity(cliff, "seconds"),
    durationSeconds: parseQuantity(duration, "seconds"),
  };
}

function definitions(overrides: Readonly<Record<string, string>>) {
  const unknown = Object.keys(overrides).filter((id) => !SETTINGS.some((setting) => setting.id === id));
  if (unknown.length > 0) {
    throw new MillraceError("The network's file sets what is no setting.", {
      code: "setting-unknown",
      found: unknown.join(", "),
      expected: SETTINGS.map((setting) => setting.id).join(", "),
    });
  }
  return SETTINGS.map((setting) => ({
    id: encodeBytes32String(setting.id),
    value: parseQuantity(overrides[setting.id] ?? setting.default, setting.unit),
    minimum: parseQuantity(setting.minimum, setting.unit),
    maximum: parseQuantity(setting.maximum, setting.unit),
    maxStep: parseQuantity(setting.maxStep, setting.unit),
    minIntervalSeconds: parseQuantity(setting.minInterval, "seconds"),
  }));
}

function resolveAccount(name: string, accounts: readonly string[]): string {
  if (name.startsWith("0x")) return getAddress(name);
  const found = accounts[Number(name.slice("account ".length))];
  if (found !== undefined) return getAddress(found);
  throw new MillraceError("The network's file names an account that the node does not have.", {
    code: "account-missing",
    found: name,
    expected: `one of ${accounts.length} accounts, or an address`,
    next: "Write addresses into the network's file, or configure the deployer's key.",
  });
}
