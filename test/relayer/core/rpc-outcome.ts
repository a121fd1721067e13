import { expect } from "chai";
import { classifyRpcFailure, type RpcOutcome } from "../../../relayer/core/rpc-outcome.ts";

// What nodes say, in their own words.
const corpus: readonly (readonly [string, RpcOutcome["kind"], string, number?])[] = [
  ["geth", "known", "already known"],
  ["geth", "nonceUsed", "nonce too low: next nonce 5, tx nonce 4"],
  ["geth", "underpriced", "replacement transaction underpriced"],
  ["geth", "underpriced", "transaction underpriced: gas tip cap 1, minimum needed 1000000"],
  ["geth", "insufficientFunds", "insufficient funds for gas * price + value: balance 0, tx cost 21000"],
  ["geth", "invalid", "intrinsic gas too low: gas 20000, minimum needed 21000"],
  ["geth", "invalid", "exceeds block gas limit"],
  ["geth", "invalid", "oversized data: transaction size 200000, limit 131072"],
  ["geth", "reverted", "execution reverted", 3],
  ["geth", "reverted", "execution reverted: nonce too low"],
  ["geth", "reverted", "execution reverted: already known"],
  ["erigon", "nonceUsed", "nonce too low"],
  ["erigon", "known", "existing tx with same hash: already known"],
  ["erigon", "underpriced", "could not replace existing tx"],
  ["nethermind", "known", "AlreadyKnown"],
  ["nethermind", "nonceUsed", "OldNonce, Current nonce: 7, nonce of rejected tx: 6"],
  ["nethermind", "underpriced", "ReplacementNotAllowed, replacement not allowed"],
  ["nethermind", "insufficientFunds", "InsufficientFunds, Balance is zero, cannot pay gas"],
  ["besu", "known", "Known transaction"],
  ["besu", "nonceUsed", "Nonce too low"],
  ["besu", "underpriced", "Replacement transaction underpriced"],
  ["besu", "insufficientFunds", "Upfront cost exceeds account balance"],
  ["reth", "known", "already known"],
  ["reth", "invalid", "exceeds block gas limit"],
  ["reth", "insufficientFunds", "insufficient funds for gas * price + value"],
  ["anvil", "nonceUsed", "nonce too low"],
  ["anvil", "known", "transaction already imported"],
  ["anvil", "underpriced", "replacement transaction underpriced"],
  ["anvil", "reverted", "execution reverted: custom error 0x1234"],
  ["hardhat", "nonceUsed", "Nonce too low. Expected nonce to be 3 but got 2."],
  ["hardhat", "insufficientFunds", "Sender doesn't have enough funds to send tx. The max upfront cost is: 1"],
  ["hardhat", "known", "Known transaction: 0xabc"],
  ["hardhat", "reverted", "VM Exception while processing transaction: reverted with reason string 'nonce too low'"],
  ["hardhat", "underpriced", "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary"],
  ["arbitrum", "nonceUsed", "nonce too low: address 0x1, tx: 1 state: 2"],
  ["arbitrum", "insufficientFunds", "insufficient funds for gas * price + value: address 0x1 have 0 want 1"],
  ["optimism", "invalid", "transaction type not supported"],
  ["geth", "invalid", "invalid sender"],
  ["geth", "invalid", "invalid chain id for signer: have 1 want 2"],
  ["any", "unknown", "Internal error", -32603],
  ["any", "unknown", "request failed or timed out", -32000],
  ["any", "unknown", "Too Many Requests", 429],
  ["any", "unknown", ""],
  ["any", "unknown", "header not found"],
  ["any", "unknown", "missing trie node abc (path )"],
];

describe("the judge of RPC failures", () => {
  for (const [node, kind, message, code] of corpus) {
    it(`takes ${node}'s "${message.slice(0, 60)}" (${code ?? -32000}) for ${kind}`, () => {
      const outcome = classifyRpcFailure({ via: "json", code: code ?? -32000, message });
      expect(outcome.kind).to.equal(kind);
      expect(outcome.message).to.equal(message);
    });
  }

  it("takes nothing that the transport reports for a proof, whatever its text says", () => {
    for (const message of ["nonce too low", "already known", "execution reverted", "insufficient funds"]) {
      expect(classifyRpcFailure({ via: "http", status: 500, message }).kind).to.equal("unknown");
      expect(classifyRpcFailure({ via: "network", message }).kind).to.equal("unknown");
    }
  });
});
