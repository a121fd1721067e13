import { expect } from "chai";
import { tallyOf } from "../../../scripts/testing/solidity.ts";

const suite = (name: string, testResults: readonly object[]) => ({ id: { name }, testResults });

describe("npm test, counting Solidity tests", () => {
  it("counts what passes, fails and is left out, and names what failed and why", () => {
    const suiteResults = [
      suite("First", [
        { name: "test_one()", status: "Success" },
        { name: "test_two()", status: "Failure", reason: "2 is \u001b[2mnot\u001b[0m 3" },
      ]),
      suite("Second", [
        { name: "test_one()", status: "Skipped" },
        { name: "test_two()", status: "Failure" },
      ]),
    ];
    const failures = ["First: test_two(): 2 is not 3", "Second: test_two()"];
    expect(tallyOf({ success: false, error: { suiteResults } })).to.deep.equal({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures,
    });
  });

  it("counts a run that failed without a test that failed as a failure", () => {
    const suiteResults = [suite("First", [{ name: "test_one()", status: "Success" }])];
    const { passed, failed, failures } = tallyOf({ success: false, error: { suiteResults } });
    expect({ passed, failed }).to.deep.equal({ passed: 1, failed: 1 });
    expect(failures).to.have.length(1);
    expect(tallyOf({ success: false }).failed).to.equal(1);
  });

  it("has nothing to say of a run in which all passed", () => {
    const suiteResults = [suite("First", [{ name: "test_one()", status: "Success" }])];
    const all = { passed: 1, failed: 0, skipped: 0, failures: [] };
    expect(tallyOf({ success: true, value: { suiteResults } })).to.deep.equal(all);
  });
});
