import type { PrivateKeyAccount } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { loadNetwork, networkFile } from "../../../deploy/parameters/network.ts";
import { keyOf } from "../random.ts";
import type { LeasePlan } from "./lease-plan.ts";

/** Accounts of which so many must sign. */
export type Quorum = { readonly members: readonly PrivateKeyAccount[]; readonly threshold: number };

/** Everybody who takes part in the market of leases, each with a key of its own. Nobody of them deployed anything. */
export type Cast = {
  readonly buyers: readonly PrivateKeyAccount[];
  readonly operators: readonly PrivateKeyAccount[];
  readonly delegators: readonly PrivateKeyAccount[];
  /** Take the steps that are anyone's. */
  readonly keepers: readonly PrivateKeyAccount[];
  readonly attestors: Quorum;
  readonly committee: Quorum;
  readonly appealCommittee: Quorum;
  /** Who got MILL at genesis and hands it out. */
  readonly ecosystem: PrivateKeyAccount;
};

const phrase = "test test test test test test test test test test test junk";

/** Roles of the deployment are accounts of the local node; all others have keys of the demo's. */
export async function castOf(plan: LeasePlan, seed: string): Promise<Cast> {
  const { roles, genesis } = await loadNetwork(networkFile("local"));
  const account = (role: string): PrivateKeyAccount => privateKeyToAccount(keyOf(seed, role));
  const several = (role: string, count: number): PrivateKeyAccount[] =>
    Array.from({ length: count }, (_, index) => account(`lease ${role}/${index}`));
  const quorum = ({ members, threshold }: { members: string[]; threshold: number }): Quorum => ({
    members: members.map(nodeAccount),
    threshold,
  });
  const holder = genesis.find((each) => each.holder === "ecosystem");
  if (holder === undefined) throw new Error("The local network's genesis has no ecosystem.");
  return {
    buyers: several("buyer", plan.buyers),
    operators: several("operator", plan.operators.length),
    delegators: several("delegator", 3),
    keepers: several("keeper", 4),
    attestors: quorum(roles.attestors),
    committee: quorum(roles.committee),
    appealCommittee: quorum(roles.appealCommittee),
    ecosystem: nodeAccount(holder.recipient),
  };
}

/** "account 17" of the local node. */
function nodeAccount(name: string): PrivateKeyAccount {
  const [, index] = /^account (\d+)$/.exec(name) ?? [];
  if (index === undefined) throw new Error(`The local network's ${name} is no account of the node.`);
  const key = mnemonicToAccount(phrase, { addressIndex: Number(index) }).getHdKey().privateKey;
  if (key === null) throw new Error(`The node's ${name} has no key.`);
  return privateKeyToAccount(`0x${Buffer.from(key).toString("hex")}`);
}
