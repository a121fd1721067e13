import type { Deployment } from "../../sdk/deployment.ts";
import { domainSeparator, escrowDomain } from "../../sdk/domain.ts";
import { MillraceError } from "../../sdk/error.ts";
import { voucherDigest } from "../../sdk/voucher.ts";
import type { ChainReader } from "./chain-reader.ts";
import { encodeVoucherDigest } from "./escrow-digest.ts";

/**
 * Make sure that the node is of the deployment's chain, and that Escrow hashes vouchers as we do: a drifted domain would
 * take vouchers that can never be settled.
 * @throws MillraceError `wrong-chain` or `wrong-escrow`
 */
export async function checkChain(chain: ChainReader, deployment: Deployment): Promise<void> {
  const { chainId, contracts } = deployment;
  const found = await chain.chainId();
  if (found !== chainId) {
    throw new MillraceError("The RPC endpoint belongs to another chain.", {
      code: "wrong-chain",
      found: `chain ${found}`,
      expected: `chain ${chainId}, which the addresses file names`,
      next: "Check MILLRACE_RPC_URL and MILLRACE_DEPLOYMENT.",
    });
  }
  const domain = escrowDomain(chainId, contracts.Escrow);
  const sample = { operator: contracts.Escrow, token: contracts.Parameters, salt: 7n, cumulative: 11n };
  const answer = await chain.call({ to: contracts.Escrow, data: encodeVoucherDigest(sample) });
  if (answer === voucherDigest(domain, sample)) return;
  throw new MillraceError("The contract at Escrow's address does not hash vouchers as this relayer does.", {
    code: "wrong-escrow",
    found: answer === "0x" ? `no contract at ${contracts.Escrow}` : `another domain than ${domainSeparator(domain)}`,
    expected: `Escrow of this version at ${contracts.Escrow}`,
    next: "Check MILLRACE_DEPLOYMENT; deploy again if the chain was reset.",
  });
}
