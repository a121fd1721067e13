import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { smallProject } from "./support/project.ts";

const { satisfies } = await import(pathToFileURL(path.resolve("scripts/boot/node.mjs")).href);

describe("the launcher's Node", () => {
  it("knows which versions are new enough", () => {
    for (const version of ["22.18.0", "22.23.2", "23.0.0", "24.1.0", "26.0.0"]) {
      expect(satisfies(version, ">=22.18"), version).to.equal(true);
    }
    for (const version of ["18.20.0", "20.20.2", "22.0.0", "22.17.9"]) {
      expect(satisfies(version, ">=22.18"), version).to.equal(false);
    }
  });

  it("needs nothing newer than what the private Node is", async () => {
    const { engines } = JSON.parse(await readFile("package.json", "utf8"));
    const source = await readFile("scripts/boot/node.mjs", "utf8");
    const [, version] = /^const VERSION = "(.+)";$/m.exec(source) ?? [];
    expect(satisfies(version, engines.node)).to.equal(true);
  });

  it("refuses a package that isn't the one it knows", async () => {
    const project = await smallProject(">=99.0");
    const packs = `
      import fs from "node:fs";
      const folder = process.argv.find((word) => word.startsWith("--pack-destination=")).split("=")[1];
      fs.writeFileSync(folder + "/node.tgz", "something else");
    `;
    await project.write("npm/npm-cli.js", packs);
    const { code, stderr } = await project.start(["ready"]).ended;
    expect(code).to.equal(1);
    expect(stderr).to.match(/is not the package we know: found sha512-\S+, expected sha512-/);
    await rm(project.root, { recursive: true, force: true });
  });
});
