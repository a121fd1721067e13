import {
  type ExecutionEventListener,
  ExecutionEventResultType,
  type Future,
  FutureType,
  type IgnitionModule,
  isContractFuture,
} from "@nomicfoundation/ignition-core";
import type { DeploymentStep } from "./step.ts";

/** The futures of a module and of all that it uses, by their id in the journal. */
export function futuresOf(module: IgnitionModule): Map<string, Future> {
  const own = [...module.futures].map((future) => [future.id, future] as const);
  return new Map([...[...module.submodules].flatMap((used) => [...futuresOf(used)]), ...own]);
}

/** The contract and the function that a call goes to, or undefined for what is no call. */
export function callOf(future: Future | undefined): { contract: string; detail: string } | undefined {
  if (future?.type !== FutureType.CONTRACT_CALL) return undefined;
  return { contract: contractOf(future.contract), detail: `${future.functionName} (${future.id})` };
}

/** The name of the contract that a future deploys. */
export function contractOf(future: Future): string {
  return isContractFuture(future) ? future.contractName : future.id;
}

/** Reports the steps of a running deployment as they happen; Ignition's own interface draws for terminals only. */
export function progressListener(
  futures: ReadonlyMap<string, Future>,
  onStep: (step: DeploymentStep) => void,
): ExecutionEventListener {
  const handlers: Partial<ExecutionEventListener> = {
    async deploymentExecutionStateComplete({ futureId, result }) {
      const future = futures.get(futureId);
      if (future === undefined || result.type !== ExecutionEventResultType.SUCCESS) return;
      onStep({ kind: "deployed", contract: contractOf(future), address: result.result ?? "" });
    },
    async callExecutionStateComplete({ futureId, result }) {
      const call = callOf(futures.get(futureId));
      if (call !== undefined && result.type === ExecutionEventResultType.SUCCESS) onStep({ kind: "changed", ...call });
    },
  };
  // Ignition calls one method per kind of event; all others mean nothing here.
  const ignore = async () => {};
  return new Proxy(handlers, {
    get: (known, name) => Reflect.get(known, name) ?? ignore,
  }) as ExecutionEventListener;
}
