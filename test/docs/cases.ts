import { readFileSync } from "node:fs";
import { expect } from "chai";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const rowsOf = (text: string) => text.split("\n").filter((line) => line.startsWith("| "));

/** Each test that a row quotes, with the file named before it. */
function quotedIn(row: string): { file: string; name: string }[] {
  let file = "";
  const found: { file: string; name: string }[] = [];
  for (const [, path, name] of row.matchAll(/`(test\/[^`]+\.(?:ts|sol))`|"([^"]+)"/g)) {
    if (path !== undefined) file = path;
    if (name !== undefined && file !== "") found.push({ file, name });
  }
  return found;
}

describe("documents that name tests", () => {
  it("quote them as they are called, in files that exist", () => {
    const rows = rowsOf(read("docs/cases.md"));
    const missing = rows
      .flatMap(quotedIn)
      .filter(({ file, name }) => !read(file).includes(name))
      .map(({ file, name }) => `${file}: ${name}`);
    expect(rows.flatMap(quotedIn).length).to.be.greaterThan(100);
    expect(missing).to.deep.equal([]);
  });

  it("list all nine propositions, each in a file that carries its number", () => {
    const rows = rowsOf(read("test/README.md")).filter((row) => /^\| P\d \|/.test(row));
    const found = rows.map((row) => {
      const [, number = ""] = /^\| (P\d) \|/.exec(row) ?? [];
      const [, file = ""] = /`([^`]+)`/.exec(row) ?? [];
      const path = file.startsWith("test/") ? file : `test/propositions/${file}`;
      expect(read(path), path).to.match(new RegExp(`\\b${number}\\b`));
      return number;
    });
    expect(found).to.deep.equal(["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]);
  });
});
