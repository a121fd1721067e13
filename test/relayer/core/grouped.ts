import { expect } from "chai";
import { createGrouped } from "../../../relayer/core/grouped.ts";

describe("grouped work", () => {
  it("commits together what arrives while a commit runs, and gives each its own results", async () => {
    const groups: number[] = [];
    let begun: () => void = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let finish: () => void = () => {};
    const isFinished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const commits = createGrouped<number, number>(
      async (items) => {
        groups.push(items.length);
        begun();
        await isFinished;
        return items.map((item) => item * 10);
      },
      { groupSize: 100, parallel: 1 },
    );
    const first = commits.submit([1]);
    await isBegun;
    const rest = [commits.submit([2, 3]), commits.submit([4])];
    finish();
    expect(await first).to.deep.equal([10]);
    expect(await Promise.all(rest)).to.deep.equal([[20, 30], [40]]);
    expect(groups).to.deep.equal([1, 3]);
    await commits.drained();
    expect(commits.depth()).to.equal(0);
    expect(commits.waitingSince()).to.equal(undefined);
  });

  it("keeps groups within their size, but never tears one submission apart", async () => {
    const groups: number[] = [];
    const commits = createGrouped<number, number>(
      async (items) => {
        groups.push(items.length);
        return [...items];
      },
      { groupSize: 3, parallel: 1 },
    );
    await Promise.all([commits.submit([1, 2]), commits.submit([3, 4, 5, 6]), commits.submit([7])]);
    expect(groups.reduce((sum, size) => sum + size, 0)).to.equal(7);
    expect(groups).to.deep.equal([6, 1]);
  });

  it("tells all of a group that their commit failed, and goes on with the next", async () => {
    let fail = true;
    const commits = createGrouped<number, number>(
      async (items) => {
        if (fail) throw new Error("the database is gone");
        return [...items];
      },
      { groupSize: 10, parallel: 1 },
    );
    const results = await Promise.allSettled([commits.submit([1]), commits.submit([2])]);
    expect(results.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    fail = false;
    expect(await commits.submit([3])).to.deep.equal([3]);
  });
});
