import { type Address, type Hex, keccak256, type PublicClient, toHex, zeroHash } from "viem";
import { millTimelockAbi } from "../../sdk/abi/mill-timelock.ts";
import { readContractEvents } from "../../sdk/contract-events.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { governanceOf } from "../../sdk/proposal.ts";
import type { Finding } from "./finding.ts";

/** The timelock administers itself; the governor alone proposes, cancels and executes. By its events, and asked again. */
export async function rolesAreGovernors(client: PublicClient, deployment: Deployment): Promise<Finding[]> {
  const { governor, timelock } = governanceOf(deployment);
  const expected: readonly (readonly [name: string, role: Hex, holder: Address])[] = [
    ["administrator", zeroHash, timelock],
    ["proposer", keccak256(toHex("PROPOSER_ROLE")), governor],
    ["canceller", keccak256(toHex("CANCELLER_ROLE")), governor],
    ["executor", keccak256(toHex("EXECUTOR_ROLE")), governor],
  ];
  const source = { address: timelock, abi: millTimelockAbi, fromBlock: deployment.block };
  const granted = await readContractEvents(client, source, "RoleGranted");
  const known = new Set(expected.map(([, role]) => role));
  const others = granted.filter(({ args }) => !known.has(args.role));
  const findings = await Promise.all(
    expected.map(async ([name, role, holder]): Promise<Finding> => {
      const ever = new Set([
        holder,
        ...granted.filter(({ args }) => args.role === role).map(({ args }) => args.account),
      ]);
      const holders: Address[] = [];
      for (const account of ever) {
        const args = [role, account] as const;
        const at = { address: timelock, abi: millTimelockAbi, functionName: "hasRole" } as const;
        if (await client.readContract({ ...at, args })) holders.push(account);
      }
      const isRight = holders.length === 1 && holders[0] === holder;
      const found = isRight ? (holder === governor ? "the governor" : "itself") : holders.join(", ") || "nobody";
      return { holds: isRight, what: `timelock's ${name}`, found };
    }),
  );
  const found = others.length === 0 ? "none" : others.map(({ args }) => `${args.role} of ${args.account}`).join(", ");
  return [...findings, { holds: others.length === 0, what: "timelock's other roles", found }];
}
