import { expect } from "chai";
import { callText, decodeCall } from "../../cli/governance/decode.ts";
import { parseCall } from "../../cli/governance/parse-call.ts";
import type { Deployment } from "../../sdk/deployment.ts";
import { MillraceError } from "../../sdk/error.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const deployment: Deployment = {
  network: "local",
  chainId: 31_337,
  block: 1,
  contracts: {
    Parameters: address("1"),
    Escrow: address("2"),
    Nodes: address("3"),
    Attestors: address("4"),
    Disputes: address("5"),
    Committee: address("6"),
    AppealCommittee: address("7"),
  },
  tokens: [{ symbol: "tUSD", address: address("8"), decimals: 6 }],
};

describe("cli: calls that a proposal makes", () => {
  it("are written by people, and decoded again as what they are", () => {
    const cases: [string, string][] = [
      ["Parameters.set(protocolFeeBps, 300)", "Parameters.set(id: protocolFeeBps, newValue: 300)"],
      [
        "Nodes.setClass(8, 1_600_000, 160_000, 0)",
        "Nodes.setClass(classId: 8, requiredStakePerUnit: 1600000, leastBondPerUnit: 160000, subsidyBps: 0)",
      ],
      ["parameters.setPaymentToken(tUSD, false)", `Parameters.setPaymentToken(token: ${address("8")}, listed: false)`],
      [
        `Attestors.setAttestors([${address("a")}, ${address("b")}], 2)`,
        "Attestors.setAttestors(attestors_: [0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa, 0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB], threshold_: 2)",
      ],
      [
        "Disputes.setArbitrators(Committee, AppealCommittee)",
        `Disputes.setArbitrators(arbitrator: ${address("6")}, appealArbitrator: ${address("7")})`,
      ],
    ];
    for (const [written, decoded] of cases) {
      const { to, data } = parseCall(deployment, written);
      expect(callText(decodeCall(deployment, to, data))).to.equal(decoded);
    }
  });

  it("are refused when they name no contract, no function, too few arguments, or one of another kind", () => {
    const cases: [string, string][] = [
      ["Nodes", "bad-call"],
      ["Nodes.class(8)", "bad-call"],
      ["Nodes.setClass(8)", "bad-call"],
      ["Nodes.setClass(8, much, 1, 0)", "bad-call"],
      ["Attestors.setAttestors(0xab, 1)", "bad-call"],
      ["Parameters.setGuardian(somebody)", "bad-call"],
      ["Treasury.spend(1)", "contract-unknown"],
    ];
    for (const [written, code] of cases) {
      expect(() => parseCall(deployment, written), written)
        .to.throw(MillraceError)
        .with.property("code", code);
    }
  });

  it("are shown as they are where nothing is known of them", () => {
    const call = decodeCall(deployment, address("9"), "0x12345678");
    expect(callText(call)).to.equal(`${address("9")} 0x12345678`);
  });
});
