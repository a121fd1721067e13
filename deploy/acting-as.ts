import type { EthereumProvider } from "hardhat/types/providers";

/** The same node, but `account` deploys: it stands where the node's first account was. */
export function actingAs(provider: EthereumProvider, account: string): EthereumProvider {
  return new Proxy(provider, {
    get: (target, name) => {
      if (name !== "request") return Reflect.get(target, name);
      return async (request: { method: string; params?: unknown[] }) => {
        if (request.method !== "eth_accounts") return target.request(request);
        const [, ...others] = (await target.request({ method: "eth_accounts" })) as string[];
        return [account, ...others];
      };
    },
  });
}
