import { expect } from "chai";
import { newLeaseBook } from "../../scripts/simulate/lease-book.ts";
import type { HeldLease } from "../../scripts/simulate/leases.ts";

const ONE = "0x1111111111111111111111111111111111111111";
const TWO = "0x2222222222222222222222222222222222222222";

/** A lease of which the book looks at nothing but these. */
const leaseOf = (operator: string, state: HeldLease["state"]) =>
  ({ operator: { address: operator }, state }) as HeldLease;

describe("the simulation's book of leases", () => {
  it("keeps all leases, and of those that are not final the order of their opening", () => {
    const book = newLeaseBook();
    const [first, second, third] = [leaseOf(ONE, "open"), leaseOf(TWO, "running"), leaseOf(ONE, "ended")];
    for (const lease of [first, second, third]) book.enter(lease);
    expect(book.live()).to.deep.equal([first, second, third]);
    second.state = "final";
    expect(book.live()).to.deep.equal([first, third]);
    first.state = "final";
    third.state = "final";
    expect(book.live()).to.deep.equal([]);
    expect(book.all).to.deep.equal([first, second, third]);
  });

  it("lists each operator once, in the order of their first leases", () => {
    const book = newLeaseBook();
    for (const operator of [TWO, ONE, TWO]) book.enter(leaseOf(operator, "final"));
    expect(book.operators()).to.deep.equal([TWO, ONE]);
  });
});
