import { expect } from "chai";
import { channelIdOfTerms, plainTerms, saltOf } from "../../sdk/channel.ts";
import { escrowDomain } from "../../sdk/domain.ts";
import { voucherDigest } from "../../sdk/voucher.ts";
import { networkHelpers, world } from "../world.ts";

describe("sdk: against Escrow", () => {
  it("computes salt, channel id and voucher hash as Escrow does", async () => {
    const { escrow, deployment, operator, buyer, stranger } = await networkHelpers.loadFixture(world);
    const [token] = deployment.tokens;
    if (token === undefined) throw new Error("the deployment has a payment token");
    const domain = escrowDomain(deployment.chainId, deployment.contracts.Escrow);
    for (const nonce of [0n, 1n, 2n ** 256n - 1n]) {
      const terms = plainTerms({
        payer: buyer.address as `0x${string}`,
        operator: operator.address as `0x${string}`,
        token: token.address,
        signer: stranger.address as `0x${string}`,
        nonce,
      });
      const salt = saltOf(terms);
      expect(await escrow.saltOf(terms.payer, terms.controller, nonce)).to.equal(salt);
      expect(await escrow.channelIdOf(terms)).to.equal(channelIdOfTerms(terms));
      for (const cumulative of [0n, 12_345n, 2n ** 96n - 1n]) {
        const voucher = { operator: terms.operator, token: token.address, salt, cumulative };
        const onChain = await escrow.voucherDigest(terms.operator, token.address, salt, cumulative);
        expect(voucherDigest(domain, voucher)).to.equal(onChain);
      }
    }
  });

  it("names the domain that Escrow publishes (ERC-5267)", async () => {
    const { escrow, deployment } = await networkHelpers.loadFixture(world);
    const published = await escrow.eip712Domain();
    const domain = escrowDomain(deployment.chainId, deployment.contracts.Escrow);
    expect(published.name).to.equal(domain.name);
    expect(published.version).to.equal(domain.version);
    expect(published.chainId).to.equal(BigInt(domain.chainId));
    expect(published.verifyingContract).to.equal(domain.verifyingContract);
  });
});
