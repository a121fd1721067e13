/** What a deployment did, or would do, with one contract. */
export type DeploymentStep =
  | { readonly kind: "deployed"; readonly contract: string; readonly address: string }
  | { readonly kind: "reused"; readonly contract: string; readonly address: string }
  /** A call that changed a contract: `detail` names it. */
  | { readonly kind: "changed"; readonly contract: string; readonly detail: string };

/** One line for people. */
export function describeStep(step: DeploymentStep): string {
  const detail = step.kind === "changed" ? step.detail : step.address;
  return `${step.kind.padEnd(9)}${step.contract.padEnd(14)}${detail}`;
}
