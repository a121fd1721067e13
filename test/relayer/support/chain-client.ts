import { createTestClient, http, publicActions, walletActions } from "viem";
import { hardhat } from "viem/chains";

export type ChainClient = ReturnType<typeof connectClient>;

/** What tests do with a chain of their own: read, send, and move its clock. */
export function connectClient(url: string) {
  return createTestClient({
    chain: hardhat,
    mode: "hardhat",
    transport: http(url, { retryCount: 0, timeout: 240_000 }),
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
}
