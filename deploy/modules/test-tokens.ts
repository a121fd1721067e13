import { buildModule } from "@nomicfoundation/ignition-core";

/** Stablecoins for networks that have none. Anyone can mint them. */
export const testTokensModule = buildModule("TestTokens", (m) => ({ testUSD: m.contract("TestUSD") }));
