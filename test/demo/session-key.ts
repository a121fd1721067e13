import { expect } from "chai";
import { keccak256, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { sessionKey } from "../../scripts/demo/session-key.ts";

describe("demo: session key", () => {
  it("signs as viem does, bit for bit", async () => {
    for (let round = 0n; round < 20n; round += 1n) {
      const privateKey = generatePrivateKey();
      const hash = keccak256(numberToHex(round));
      const reference = privateKeyToAccount(privateKey);
      expect(sessionKey(privateKey).address).to.equal(reference.address);
      expect(await sessionKey(privateKey).sign({ hash })).to.equal(await reference.sign({ hash }));
    }
  });
});
