import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { NODE_CLASSES } from "../../../deploy/parameters/classes.ts";
import { classOfModel } from "../../../scripts/demo/leases/classes.ts";
import { parseJobs } from "../../../scripts/demo/leases/jobs.ts";
import { parseMachines } from "../../../scripts/demo/leases/machines.ts";
import { TraceError } from "../../../scripts/demo/trace.ts";
import { drawJobs, drawNodes } from "../../../scripts/samples/make-lease-samples.ts";

const sample = (name: string) => new URL(`../../../scripts/samples/${name}.csv`, import.meta.url);
const header =
  "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time";

describe("demo: traces of jobs and machines", () => {
  it("reads the columns of a job, whatever their order, and skips rows that ask for no GPU", () => {
    const text = `${header}\na,1,1,2,1000,,LS,Running,10,50,12\nb,1,1,0,0,,BE,Running,11,50,12\nc,1,1,1,460,T4|P100,BE,Pending,20,30,\n`;
    expect(parseJobs(text, "a file", 0)).to.deep.equal([
      {
        name: "a",
        units: 2_000,
        models: [],
        serviceClass: "LS",
        phase: "Running",
        createdAt: 10,
        scheduledAt: 12,
        deletedAt: 50,
      },
      {
        name: "c",
        units: 460,
        models: ["T4", "P100"],
        serviceClass: "BE",
        phase: "Pending",
        createdAt: 20,
        scheduledAt: 20,
        deletedAt: 30,
      },
    ]);
  });

  it("counts only rows that ask for a GPU against the limit", () => {
    const rows = ["a,1,1,0,0,,LS,Running,1,9,2", "b,1,1,1,500,,LS,Running,1,9,2", "c,1,1,1,500,,LS,Failed,1,9,2"];
    const names = (limit: number) => parseJobs([header, ...rows].join("\n"), "a", limit).map(({ name }) => name);
    expect(names(1)).to.deep.equal(["b"]);
    expect(names(2)).to.deep.equal(["b", "c"]);
    expect(names(0)).to.deep.equal(["b", "c"]);
  });

  it("names the line, what is wrong in it and what is expected", () => {
    const bad: readonly (readonly [string, string])[] = [
      ["a,1,1,one,1000,,LS,Running,10,50,12", "num_gpu"],
      ["a,1,1,1,1000,,Gold,Running,10,50,12", "qos"],
      ["a,1,1,1,1000,,LS,Lost,10,50,12", "pod_phase"],
      ["a,1,1,1,1000,,LS,Running,10,12,12", "times in this order"],
      ["a,1,1,1,1000,,LS,Running,10,31536013,12", "at most 31536000 s"],
      ["a,1,1,1,1000,,LS,Running,10,50", "cells"],
    ];
    for (const [line, what] of bad) {
      expect(() => parseJobs(`${header}\n${line}`, "jobs.csv", 0), line)
        .to.throw(TraceError, what)
        .with.property("message")
        .that.includes("jobs.csv:2");
    }
    expect(() => parseJobs("name,qos\n", "jobs.csv", 0)).to.throw(TraceError, "num_gpu");
    expect(() => parseJobs(`${header}\na,1,1,0,0,,LS,Running,1,9,2`, "jobs.csv", 0)).to.throw(TraceError, "no row");
    expect(() => parseMachines("sn,gpu,model\nx,1,Abacus", "nodes.csv")).to.throw(TraceError, "Abacus");
    expect(() => parseMachines("sn,gpu,model\nx,0,T4", "nodes.csv")).to.throw(TraceError, "no machine");
  });

  it("puts every model of the trace into a class of the deployment", () => {
    const named = (model: string) => NODE_CLASSES.find(({ id }) => id === classOfModel(model, "here"))?.name;
    const expected = { T4: "T4", P100: "P100", V100M16: "V100", V100M32: "V100", A10: "A10", G2: "A10", G3: "A100" };
    for (const [model, name] of Object.entries(expected)) expect(named(model), model).to.equal(name);
  });

  it("carries the samples that their script draws", async () => {
    expect(await readFile(sample("gpu-jobs"), "utf8")).to.equal(drawJobs(80, "millrace sample"));
    expect(await readFile(sample("gpu-nodes"), "utf8")).to.equal(drawNodes(40, "millrace sample"));
    expect(parseJobs(drawJobs(80, "millrace sample"), "sample", 0)).to.have.length(72);
  });
});
