import { expect } from "chai";
import { misdirectedImports, misdirectedIn } from "../../scripts/check/imports.ts";

describe("the check of imports", () => {
  it("finds nothing wrong in this project", async () => {
    expect(await misdirectedImports(process.cwd())).to.deep.equal([]);
  });

  it("refuses an import against the direction, in whatever form", () => {
    for (const source of [
      'import { x } from "../relayer/core/judge.ts";',
      'import {\n  type X,\n  y,\n} from "../relayer/core/judge.ts";',
      'import type { X } from "../relayer/core/judge.ts";',
      'import "../relayer/core/judge.ts";',
      'export * from "../relayer/core/judge.ts";',
      'const judge = await import("../relayer/core/judge.ts");',
    ]) {
      const [found, ...others] = misdirectedIn("sdk/voucher.ts", source);
      expect(found, source).to.contain("sdk/voucher.ts imports relayer/core/judge.ts");
      expect(others).to.deep.equal([]);
    }
    expect(misdirectedIn("relayer/core/judge.ts", 'import { x } from "../../sdk/voucher.ts";')).to.deep.equal([]);
  });

  it("refuses a file that mixes viem with ethers or Hardhat", () => {
    const mixed = 'import { hashTypedData } from "viem";\nimport { ethers } from "ethers";';
    expect(misdirectedIn("test/escrow/x.ts", mixed)[0]).to.contain("mixes viem with ethers");
    const typed = 'import { http } from "viem";\nimport { Escrow__factory } from "../../typechain-types/index.ts";';
    expect(misdirectedIn("test/escrow/x.ts", typed)[0]).to.contain("mixes viem with ethers");
  });

  it("keeps Hardhat and ethers out of what users run", () => {
    const [found] = misdirectedIn("relayer/main.ts", 'import hre from "hardhat";');
    expect(found).to.equal("relayer/main.ts imports ethers or Hardhat; relayer uses viem");
  });

  it("lets the books share nothing with what they check", () => {
    const [found] = misdirectedIn("scripts/books/read.ts", 'import { x } from "../../sdk/channel.ts";');
    expect(found).to.contain("scripts/books/read.ts imports sdk/channel.ts");
  });
});
