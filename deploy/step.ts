/** What a deployment did, or would do, with one contract. */
export type DeploymentStep =
  | { readonly kind: "deployed"; readonly contract: string; readonly address: string }
  | { readonly kind: "reused"; readonly contract: string; readonly address: string }
  /** A call that changed a contract: `detail` names it. */
  | { readonly kind: "changed"; readonly contract: string; readonly detail: string }
  /** A setting that isn't what the network's file says, and that only a vote can change. */
  | { readonly kind: "differs"; readonly contract: string; readonly detail: string };

/** One line for people. */
export function describeStep(step: DeploymentStep): string {
  const detail = "address" in step ? step.address : step.detail;
  return `${step.kind.padEnd(9)}${step.contract.padEnd(21)}${detail}`;
}
